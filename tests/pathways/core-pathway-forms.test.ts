import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPathways, evaluateForm, fieldsOf, type Field } from '../../src/pathways/index.ts';
import { convertForm, pathwayAround, type CoreField, type CoreForm } from './core-pathway-forms.ts';

const shared = '../shared/data/hackney-core-pathway/forms.json';
const held = new Set(['social-worker', 'team-manager']);
/** One form with one of each of their features, as their files write it. */
const sample: CoreForm = {
  id: 'sample', name: 'Sample', linkable: true, approvable: true,
  themes: [
    { id: 'a', name: 'A', typeFilter: ['Assessment', 'Review'], steps: [{ id: 's', name: 'S', intro: 'Say who.', earlyFinish: true, fields: [
      { id: 'Area', question: 'Area', type: 'checkboxes', choices: [{ value: 'Home', label: 'Home' }], interestedTeams: ['Brokerage'] },
      { id: 'More', question: 'More', type: 'textarea', rows: 6, conditions: [{ id: 'Area', value: 'Home' }], hint: 'Say more' },
      { id: 'Who', question: 'Who', type: 'repeaterGroup', itemName: 'person', subfields: [{ id: 'N', question: 'Name', type: 'text', required: true }] },
      { id: 'Lost', question: 'Lost', type: 'text', conditions: [{ id: 'Nobody asks this', value: 'Yes' }] },
    ] }] },
    { id: 'b', name: 'B', typeFilter: ['Review'], steps: [{ id: 't', name: 'T', fields: [
      { id: 'Week', question: 'Week', type: 'timetable', summaryStats: true },
      { id: 'Echo', question: 'Echo', type: 'echo', path: 'S.More' },
      { id: 'Id', question: 'Their id', type: 'socialCareId', required: true },
    ] }] },
  ],
};
const forms = existsSync(shared) ? (JSON.parse(readFileSync(shared, 'utf8')) as CoreForm[]) : [];

describe.each([sample, ...forms])('$name', (core) => {
  const { form, dangling } = convertForm(core);
  const dir = mkdtempSync(join(tmpdir(), 'kith-core-'));
  mkdirSync(join(dir, 'pathways'));
  writeFileSync(join(dir, 'pathways', `${core.id}.yaml`), JSON.stringify(pathwayAround(core, form), null, 1));
  const { pathways, problems } = checkPathways(dir, held);

  test('has no problem, and loses no question, choice, hint, condition or row', () => {
    expect(problems).toEqual([]);
    const made = fieldsOf(pathways[0]!.forms.form!).filter((field) => !/^(kind_of_assessment|finish_here)/.test(field.name));
    const theirs = core.themes.flatMap((t) => t.steps.flatMap((s) => s.fields));
    expect(made).toHaveLength(theirs.length);
    const kept = (core.themes.flatMap((t) => t.steps).flatMap((s) => s.fields)).map((field, i) => lost(field, made[i]!, dangling));
    expect(kept.filter((l) => l !== null)).toEqual([]);
    const steps = core.themes.flatMap((theme) => theme.steps.map((step) => ({ step, some: theme.typeFilter.length < new Set(core.themes.flatMap((t) => t.typeFilter)).size })));
    const conditional = steps.filter(({ some }, i) => some || steps.slice(0, i).some(({ step }) => step.earlyFinish === true));
    expect(pathways[0]!.forms.form!.pages.filter((page) => page.when !== undefined)).toHaveLength(conditional.length);
  });

  test('can be answered: nothing required is left of which it cannot be told whether it is asked', () => {
    const made = pathways[0]!.forms.form!;
    const required = new Set(fieldsOf(made).filter((f) => f.required).map((f) => f.name));
    const answers: Record<string, string | string[]> = {};
    for (let more = true; more; ) {
      const { missing } = evaluateForm(pathways[0]!, made, answers);
      const next = fieldsOf(made).find((f) => missing.includes(f.name) && (f.type === 'choice' || f.type === 'yes-no' || f.type === 'choices') && answers[f.name] === undefined);
      if (next !== undefined) answers[next.name] = next.type === 'choices' ? (next.required ? [next.options[0]!.value] : []) : next.type === 'choice' ? next.options[0]!.value : 'no';
      more = next !== undefined;
    }
    expect(evaluateForm(pathways[0]!, made, answers).undecided.filter((name) => required.has(name))).toEqual([]);
  });
});

/** What of their question ours has not; null where it has all. */
function lost(theirs: CoreField, ours: Field, dangling: readonly string[]): string | null {
  const [title, hint] = [ours.title, ours.hint ?? ''];
  if (title !== theirs.question.trim()) return `${theirs.question}: asked as ${title}`;
  if (theirs.type === 'echo') return ours.type === 'calculated' ? null : `${title}: not repeated`;
  if (hint !== (theirs.hint ?? '').trim()) return `${title}: hint`;
  if (ours.required !== (theirs.required ?? false)) return `${title}: required`;
  const loose = dangling.filter((d) => d.startsWith(`${theirs.question}: `)).length;
  if ((theirs.conditions ?? []).length > loose && ours.when === undefined) return `${title}: condition`;
  if ('options' in ours && ours.options.length !== theirs.choices?.filter((c) => c.value.trim() !== '').length) return `${title}: choices`;
  if (theirs.type === 'repeaterGroup') return ours.type === 'repeat' && ours.fields.length === theirs.subfields!.length ? null : `${title}: repeat`;
  if (theirs.type === 'timetable') return ours.type === 'table' && ours.rows.length === 7 && ours.totals === (theirs.summaryStats ?? false) ? null : `${title}: timetable`;
  if (theirs.interestedTeams !== undefined && !('concerns' in ours && ours.concerns?.join() === theirs.interestedTeams.join())) return `${title}: whom it concerns`;
  if (theirs.rows !== undefined && !(ours.type === 'long-text' && ours.rows === theirs.rows)) return `${title}: rows`;
  return null;
}
