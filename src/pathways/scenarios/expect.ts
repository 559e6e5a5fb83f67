import { isDeepStrictEqual } from 'node:util';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { RunningDeadline } from '../journey/clocks.ts';
import type { Journey } from '../journey/journey.ts';
import type { Covered } from './coverage.ts';
import type { Expected } from './schema.ts';

export interface Difference {
  path: (string | number)[];
  message: string;
}

/** How a case stands otherwise than it should. A deadline whose day is stated is noted as covered. */
export function differences(pathway: PathwayDefinition, journey: Journey, expected: Expected, covered: Covered): Difference[] {
  const found: Difference[] = [];
  const say = (path: Difference['path'], message: string): void => void found.push({ path, message });
  const same = (key: keyof Expected, is: unknown): void => {
    if (expected[key] !== undefined && !isDeepStrictEqual(is, expected[key])) say([key], `${key} is ${JSON.stringify(is)}, not ${JSON.stringify(expected[key])}.`);
  };
  const { state } = journey;
  same('state', state.id);
  same('end', state.end);
  same('outcome', journey.latest?.outcome ?? null);
  same('notices', journey.notices.map((one) => one.id));
  same('tasks', journey.tasks.flatMap((one) => (one.done ? [] : [one.id])));
  same('documents', [...journey.documents]);
  same('steps', journey.available().map((i) => state.transitions[i]!.action));
  for (const [id, { due, ...rest }] of Object.entries(expected.deadlines ?? {}) as [string, Partial<RunningDeadline> & { due?: string }][]) {
    const clock = journey.deadlines.find((one) => one.id === id);
    if (clock === undefined) {
      say(['deadlines', id], pathway.deadlines[id] === undefined ? `There is no deadline "${id}".` : `The deadline ${id} has not started.`);
      continue;
    }
    const is = due !== undefined && due.length > 10 ? clock.due.at : clock.due.day;
    if (due !== undefined && is !== due) say(['deadlines', id], `${id} is due ${is}, not ${due}.`);
    if (due !== undefined) covered.deadlines.add(id);
    for (const key of ['state', 'warned', 'breached'] as const) if (rest[key] !== undefined && rest[key] !== clock[key]) say(['deadlines', id, key], `${key} of ${id} is ${clock[key]}, not ${rest[key]}.`);
  }
  for (const [id, answers] of Object.entries(expected.opens ?? {})) {
    const opened = journey.opened.find((one) => one.pathway === id);
    if (opened === undefined) say(['opens', id], `${id} was not begun.`);
    else compare(['opens', id], answers, opened.with, say);
  }
  for (const [id, columns] of Object.entries(expected.emits ?? {})) {
    const produced = journey.returns.filter((one) => one.id === id).at(-1);
    if (produced === undefined) say(['emits', id], `${id} was not produced.`);
    else compare(['emits', id], columns, produced.fields, say);
  }
  for (const [form, answers] of Object.entries(expected.answers ?? {})) compare(['answers', form], answers, journey.answers[form] ?? {}, say);
  return found;
}

function compare(path: Difference['path'], wanted: Readonly<Record<string, unknown>>, is: Readonly<Record<string, unknown>>, say: (path: Difference['path'], message: string) => void): void {
  for (const [name, value] of Object.entries(wanted)) {
    if (!isDeepStrictEqual(is[name] ?? null, value)) say([...path, name], `${name} is ${JSON.stringify(is[name] ?? null)}, not ${JSON.stringify(value)}.`);
  }
}
