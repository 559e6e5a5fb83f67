import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PlanDefinitionAction } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import type { CaseDetail, Task } from '../cases/index.ts';
import { pathwaySchema } from '../definition/pathway-schema.ts';
import { toCaseBundle, toPlanDefinition } from './index.ts';

const travel = pathwaySchema.parse(parse(readFileSync(resolve('tests/fixtures/pathways/travel-training.yaml'), 'utf8')));
const shipped = readdirSync(resolve('areas/demo/pathways')).filter((f) => f.endsWith('.yaml') && f !== 'events.yaml').map((f) => pathwaySchema.parse(parse(readFileSync(resolve('areas/demo/pathways', f), 'utf8'))));
const flat = (actions: readonly PlanDefinitionAction[]): PlanDefinitionAction[] => actions.flatMap((a) => [a, ...flat(a.action ?? [])]);

test('a pathway is a plan: states with their forms, ways on with conditions, deadlines with their times', () => {
  const plan = toPlanDefinition(travel);
  expect(plan).toMatchObject({ resourceType: 'PlanDefinition', url: 'urn:kith:pathway:travel-training', version: '1', status: 'active', relatedArtifact: [{ type: 'citation', citation: 'Local' }] });
  expect(plan.action?.[0]).toMatchObject({
    id: 'asked', definitionCanonical: 'urn:kith:questionnaire:travel-training:request|1', participant: [{ role: { text: 'social worker' } }],
    action: [{ title: 'Offer training', condition: [{ kind: 'applicability', expression: { description: 'The form comes to offered' } }], relatedAction: [{ actionId: 'training', relationship: 'before-start' }], action: [{ title: 'First session within ten working days', timingDuration: { value: 10, unit: 'working days' } }] }, {}, {}],
  });
});

test.each(shipped.map((pathway) => ({ id: pathway.id, pathway })))('of $id every action has an id of its own, and what it leads to is there', ({ pathway }) => {
  const all = flat(toPlanDefinition(pathway).action ?? []);
  const ids = all.map((a) => a.id!);
  expect(new Set(ids).size).toBe(ids.length);
  expect(all.flatMap((a) => (a.relatedAction ?? []).map((r) => r.actionId)).filter((id) => !ids.includes(id))).toEqual([]);
});

test('a case is a Bundle: tasks with whose, for whom and by when, and the completed form that did one', () => {
  const at = new Date('2026-11-20T09:00:00Z');
  const task: Task = { personId: 'p', caseId: 'c', taskId: '0196b7a0-0000-7000-8000-000000000001', task: 'ring', title: 'Ring the family', role: 'social-worker', team: 'front-door', assignee: null, assigneeName: null, dueAt: new Date('2026-11-23T17:00:00Z'), form: 'request', blocks: false, state: 'open', madeAt: at, madeIn: 'asked', escalatedAt: null, endedAt: null, endedBy: null, endedByName: null };
  const newest = { form: 'request', version: 1, state: 'asked', answers: { wants_training: 'no' }, provenance: {}, result: { outcome: 'not-wanted', because: null, scores: [] }, userId: 'j', userName: 'Joanna Price', at, reason: null };
  const detail = { case: { personId: '0196b7a0-0000-7000-8000-000000000009' }, reference: 'DTT-000001', person: { personId: 'p', name: 'OKAFOR, Ada', born: '1948-03-02', died: false }, pathway: travel, forms: [{ id: 'request', newest }, { id: 'review', newest: null }], tasks: [task, { ...task, taskId: '0196b7a0-0000-7000-8000-000000000002', state: 'done', assignee: 'j', assigneeName: 'Joanna Price', endedAt: at }] } as unknown as CaseDetail;
  const bundle = toCaseBundle(detail, () => 'Front door team', () => '0196b7a0-0000-7000-8000-0000000000ff');
  expect(bundle.entry!.map((e) => e.resource)).toMatchObject([
    { resourceType: 'Patient', birthDate: '1948-03-02' },
    { resourceType: 'QuestionnaireResponse', status: 'completed', author: { display: 'Joanna Price' }, item: [{ item: [{ linkId: 'wants_training', answer: [{ valueBoolean: false }] }] }] },
    { resourceType: 'Task', status: 'requested', intent: 'order', code: { text: 'Ring the family' }, for: { reference: 'urn:uuid:0196b7a0-0000-7000-8000-000000000009' }, owner: { display: 'Front door team' }, restriction: { period: { end: '2026-11-23T17:00:00.000Z' } }, focus: { reference: 'urn:kith:questionnaire:travel-training:request|1' }, groupIdentifier: { value: 'DTT-000001' } },
    { resourceType: 'Task', status: 'completed', owner: { display: 'Joanna Price, Front door team' }, output: [{ valueReference: { reference: 'urn:uuid:0196b7a0-0000-7000-8000-0000000000ff' } }] },
  ]);
  const [, , open] = bundle.entry!.map((e) => e.resource);
  expect(open).not.toHaveProperty('output');
});
