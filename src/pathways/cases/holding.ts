import type { Reading } from '../../access/index.ts';
import { answerRow } from '../documents/words.ts';
import { fieldsOf } from '../forms/fields.ts';
import { answerVersions, latestAnswers, selectDrafts } from './answers.store.ts';
import { casesOfPerson, selectSteps } from './case.store.ts';
import { teamName, type Engine } from './engine.ts';
import { referenceOf } from './types.ts';

/** One thing that cases hold of a person: a form as it was answered, or what was done and written. */
export interface HeldOfCase {
  /** Who holds it: the pathway, and the team that has the case. */
  source: string;
  title: string;
  /** ISO instant. */
  happened: string;
  rows: { name: string; value: string }[];
}

/**
 * Everything cases hold of the person they are about, for a copy of their data (UK GDPR Art 15): every version of every form, what is
 * begun and not completed, and each step with its note. Of cases that are about somebody else, nothing. Nothing of anybody whom the
 * caller's reading does not hold.
 */
export async function heldOf(engine: Engine, reading: Reading, personId: string): Promise<HeldOfCase[]> {
  const { sql } = reading;
  const all: HeldOfCase[] = [];
  if (reading.persons.get(personId)?.sealed !== false) return all;
  for (const held of (await casesOfPerson(sql, personId)).filter((c) => c.personId === personId)) {
    const pathway = await engine.versions.of(sql, held.pathway, held.version);
    const source = `${pathway.title}, ${teamName(engine, held.team)}`;
    const state = (id: string | null): string => (id === null ? '' : (pathway.states[id]?.title ?? id));
    const rowsOf = (form: string, answers: Readonly<Record<string, unknown>>): HeldOfCase['rows'] => {
      const fields = pathway.forms[form] === undefined ? [] : fieldsOf(pathway.forms[form]);
      return Object.entries(answers).flatMap(([name, value]) => {
        const field = fields.find((f) => f.name === name);
        if (field === undefined) return value === null ? [] : [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }];
        const { question, answer, table } = answerRow(field, value as Parameters<typeof answerRow>[1]);
        const said = table === null ? answer : table.rows.map((row) => row.filter((cell) => cell !== '').join(', ')).join('; ');
        return said === null || said === '' ? [] : [{ name: question, value: said }];
      });
    };
    for (const { form } of await latestAnswers(sql, held)) {
      for (const made of await answerVersions(sql, held, form)) {
        const came = [made.result.because, ...made.result.scores.map((s) => (s.total === null ? null : `${s.title}: ${s.total}`))].filter((line) => line !== null);
        all.push({
          source, title: `${referenceOf(held)}, ${pathway.forms[form]?.title ?? form}, version ${made.version}`, happened: made.at.toISOString(),
          rows: [{ name: 'Completed by', value: made.userName ?? 'Kith' }, ...rowsOf(form, made.answers), ...(came.length === 0 ? [] : [{ name: 'What it came to', value: came.join('; ') }]), ...(made.reason === null ? [] : [{ name: 'Why it was changed', value: made.reason }])],
        });
      }
    }
    for (const draft of await selectDrafts(sql, held)) {
      all.push({ source, title: `${referenceOf(held)}, ${pathway.forms[draft.form]?.title ?? draft.form}, begun and not completed`, happened: draft.savedAt.toISOString(), rows: [{ name: 'Last saved by', value: draft.userName ?? 'Kith' }, ...rowsOf(draft.form, draft.answers)] });
    }
    const steps = await selectSteps(sql, personId, held.caseId);
    all.push({
      source, title: `${referenceOf(held)}, what was done`, happened: held.openedAt.toISOString(),
      rows: steps.map((step) => ({
        name: step.at.toISOString().slice(0, 16).replace('T', ' '),
        value: [`${step.userName ?? 'Kith'}: ${step.kind.replaceAll('-', ' ')}`, step.toState === null ? null : state(step.toState), step.note].filter((part) => part !== null && part !== '').join('. '),
      })),
    });
  }
  return all;
}
