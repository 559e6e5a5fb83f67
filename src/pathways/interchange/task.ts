import type { Bundle, BundleEntry, Task as FhirTask } from '@medplum/fhirtypes';
import type { CaseDetail } from '../cases/detail.ts';
import type { Task } from '../cases/types.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { formUrl } from './questionnaire.ts';
import { toResponse } from './response.ts';

/** Whose case a task is of, and what of it stands beside it in the same Bundle. */
export interface TaskAround {
  pathway: Pick<PathwayDefinition, 'id' | 'version' | 'tasks'>;
  reference: string;
  /** Reference of whom it is for. */
  person: string;
  teamName: string;
  /** Where the completed form is that did it, by form. */
  responses: ReadonlyMap<string, string>;
}

const states = { open: 'requested', done: 'completed', 'not-needed': 'cancelled' } as const;

/**
 * A task of a case as a FHIR R4 Task: what is to be done, for whom, by whom and by when, in the manner of NHS England's form-completion
 * tasks: the form to complete is its focus, the completed form its output.
 */
export function toTask(task: Task, { pathway, reference, person, teamName, responses }: TaskAround): FhirTask {
  const output = task.form === null || task.state !== 'done' ? undefined : responses.get(task.form);
  const about = pathway.tasks[task.task]?.about;
  return {
    resourceType: 'Task',
    id: task.taskId,
    identifier: [{ system: 'urn:kith:task', value: task.taskId }],
    groupIdentifier: { system: `urn:kith:case:${pathway.id}`, value: reference },
    status: task.state === 'open' && task.assignee !== null ? 'accepted' : states[task.state],
    ...(task.escalatedAt === null ? {} : { businessStatus: { text: 'Escalated' } }),
    intent: 'order',
    code: { coding: [{ system: `urn:kith:tasks:${pathway.id}`, code: task.task, display: task.title }], text: task.title },
    ...(about === undefined ? {} : { description: about }),
    ...(task.form === null ? {} : { focus: { reference: `${formUrl(pathway.id, task.form)}|${pathway.version}`, type: 'Questionnaire' } }),
    for: { reference: person },
    authoredOn: task.madeAt.toISOString(),
    lastModified: (task.endedAt ?? task.madeAt).toISOString(),
    performerType: [{ text: task.role.replaceAll('-', ' ') }],
    owner: { display: task.assigneeName === null ? teamName : `${task.assigneeName}, ${teamName}` },
    ...(task.dueAt === null ? {} : { restriction: { period: { end: task.dueAt.toISOString() } } }),
    ...(output === undefined ? {} : { output: [{ type: { coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'QuestionnaireResponse' }] }, valueReference: { reference: output } }] }),
  };
}

/** A case with its tasks and completed forms as a Bundle, of what its reader was shown. */
export function toCaseBundle({ case: held, reference, person, pathway, forms, tasks }: Pick<CaseDetail, 'case' | 'reference' | 'person' | 'pathway' | 'forms' | 'tasks'>, teamName: (id: string) => string, newId: () => string): Bundle {
  const patient = `urn:uuid:${held.personId}`;
  const responses = new Map<string, string>();
  const completed = forms.flatMap(({ id, newest }): BundleEntry[] => {
    if (newest === null) return [];
    const fullUrl = `urn:uuid:${newId()}`;
    responses.set(id, fullUrl);
    const { answers, result, at, userName } = newest;
    const scores = result.scores.map((score) => ({ ...score, points: {}, missing: [] }));
    return [{ fullUrl, resource: toResponse(pathway, id, pathway.forms[id]!, answers, { status: newest.version > 1 ? 'amended' : 'completed', subject: patient, authored: at.toISOString(), scores, ...(userName === null ? {} : { author: { display: userName } }) }) }];
  });
  const about: BundleEntry = { fullUrl: patient, resource: { resourceType: 'Patient', id: held.personId, name: [{ text: person.name }], ...(person.born === null ? {} : { birthDate: person.born }) } };
  const work = tasks.map((task): BundleEntry => ({ fullUrl: `urn:uuid:${task.taskId}`, resource: toTask(task, { pathway, reference, person: patient, teamName: teamName(task.team), responses }) }));
  return { resourceType: 'Bundle', type: 'collection', identifier: { system: `urn:kith:case:${pathway.id}`, value: reference }, entry: [about, ...completed, ...work] };
}
