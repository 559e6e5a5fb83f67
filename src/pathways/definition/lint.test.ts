import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readArea, type Problem } from '../../kernel/index.ts';
import { checkPathways, checkReach } from '../index.ts';

const lending = `
id: lending
version: 1
title: Lending
about: Lends equipment
category: community-health
reference: LE
roles: { nurse: Lends, manager: Agrees }
triggers: [{ topic: radar-alert, with: { wanted: reference } }]
tasks: { ring: { title: Ring, role: nurse, form: note }, tell: { title: Tell, role: manager } }
returns: { lent: { return: local, event: Lent, fields: { What: ask.wanted, Came to: ask.outcome, When: ask.completed_on, Case: case.reference, Born: person.birth_date } } }
forms:
  ask:
    title: Ask
    source: Local
    pages:
      - title: Ask
        fields:
          - { name: wanted, type: text, required: true, title: What }
          - { name: cost, type: number, required: true, title: Cost, min: 0, max: 1000 }
          - { name: worth, type: calculated, title: Worth, value: cost * 2 }
          - { name: remarks, type: text, title: Remarks }
    outcome: { decision: dear }
  note: { title: Note, source: Local, pages: [{ title: Note, fields: [{ name: said, type: text, title: Said }] }] }
decisions:
  dear:
    title: Dear
    source: Local
    inputs: { cost: cost, worth: worth }
    rules:
      - { when: { cost: '> 100' }, gives: dear, because: It costs much }
      - { gives: cheap, because: It costs little }
deadlines:
  soon: { title: Soon, source: Local, after: { days: 1 }, owner: nurse, ends: [done], pauses: [waiting], breach: { notices: [late], tasks: [tell] } }
notices: { late: { to: manager, channel: portal, says: Something is late } }
begins: { starts: [soon] }
start: asked
states:
  asked:
    title: Asked
    form: ask
    role: nurse
    tasks: [ring]
    transitions:
      - { on: dear, to: waiting, action: Ask the manager }
      - { on: cheap, to: done, action: Lend, if: 'ask.cost < 100', emits: [lent], stops: [soon], opens: [{ pathway: returning, with: { what: ask.wanted } }] }
  waiting: { title: Waiting, role: manager, transitions: [{ to: done, action: Agree, role: manager, event: { topic: radar-alert } }] }
  done: { title: Done, end: true }
`;
const returning = `
id: returning
version: 1
title: Returning
about: Takes equipment back
category: community-health
reference: RE
roles: { nurse: Takes back }
forms: { back: { title: Back, source: Local, pages: [{ title: Back, fields: [{ name: what, type: text, title: What }] }] } }
start: out
states:
  out: { title: Out, form: back, role: nurse, transitions: [{ to: in, action: Take back }] }
  in: { title: In, end: true }
`;

/** The two with one thing in the first, or in the second, changed. */
function read(from = '', to = '', text = lending): Problem[] {
  if (!text.includes(from)) throw new Error(`it does not say ${from}`);
  const dir = mkdtempSync(join(tmpdir(), 'kith-lint-'));
  mkdirSync(join(dir, 'pathways'));
  for (const [name, whole] of [['lending', lending], ['returning', returning]] as const) writeFileSync(join(dir, 'pathways', `${name}.yaml`), whole === text ? whole.replace(from, to) : whole);
  return checkPathways(dir, new Set(['nurse', 'manager'])).problems;
}

test('the two as they stand have no problem', () => {
  expect(read()).toEqual([]);
});

test.each([
  ['tasks: [ring]', 'tasks: [rang]', 'states.asked.tasks', 'There is no task "rang".'],
  ['tasks: [tell] }', 'tasks: [told] }', 'deadlines.soon.breach.tasks', 'There is no task "told".'],
  ['notices: [late]', 'notices: [never]', 'deadlines.soon.breach.notices', 'There is no notice "never".'],
  ['emits: [lent]', 'emits: [sold]', 'states.asked.transitions.1.emits', 'There is no return "sold".'],
  ['stops: [soon]', 'stops: [later]', 'states.asked.transitions.1.stops', 'There is no deadline "later".'],
  ['starts: [soon]', 'starts: [soon, later]', 'begins.starts', 'There is no deadline "later".'],
  ['pauses: [waiting]', 'pauses: [nowhere]', 'deadlines.soon.pauses', 'There is no state "nowhere".'],
  ['pauses: [waiting]', 'pauses: [done]', 'deadlines.soon.pauses', 'it would both stand still and be met'],
  ['action: Agree, role: manager', 'action: Agree, role: boss', 'states.waiting.transitions.0.role', 'There is no role "boss".'],
  ['role: nurse, form: note', 'role: boss, form: note', 'tasks.ring.role', 'There is no role "boss".'],
  ['role: nurse, form: note', 'role: nurse, form: notes', 'tasks.ring.form', 'There is no form "notes".'],
  ['role: nurse, form: note', 'role: nurse', 'forms.note', 'No state and no task asks this form.'],
  ['    tasks: [ring]\n', '', 'tasks.ring', 'Nothing makes this task.'],
  ['notices: [late], ', '', 'notices.late', 'Nothing sends this notice.'],
  [', emits: [lent]', '', 'returns.lent', 'No step produces this.'],
  ['What: ask.wanted', 'What: ask.want', 'returns.lent.fields.What', 'The form "ask" has no question "want".'],
  ['Case: case.reference', 'Case: case.number', 'returns.lent.fields.Case', 'A case has no "number"'],
  ['if: \'ask.cost < 100\'', 'if: \'asks.cost < 100\'', 'states.asked.transitions.1.if', '"asks" is no form of this pathway.'],
  ['if: \'ask.cost < 100\'', 'if: \'ask.cost <\'', 'states.asked.transitions.1.if', 'It is no expression'],
  ['pathway: returning', 'pathway: returned', 'states.asked.transitions.1.opens.0.pathway', 'There is no pathway "returned".'],
  ['with: { what: ask.wanted }', 'with: { which: ask.wanted }', 'states.asked.transitions.1.opens.0.with.which', 'The first form of Returning has no question "which".'],
  ['with: { what: ask.wanted }', 'with: { what: ask.want }', 'states.asked.transitions.1.opens.0.with.what', 'The form "ask" has no question "want".'],
  ['event: { topic: radar-alert }', 'event: { topic: thunder }', 'states.waiting.transitions.0.event.topic', 'Nothing is heard by the topic "thunder".'],
  ['[{ topic: radar-alert, with', '[{ topic: thunder, with', 'triggers.0.topic', 'Nothing is heard by the topic "thunder".'],
  ['with: { wanted: reference }', 'with: { desired: reference }', 'triggers.0.with.desired', 'The first form has no question "desired".'],
  ['category: community-health\n', '', 'states', 'what category of data its cases are'],
  ['reference: LE\n', '', 'states', 'no letters for their numbers'],
  ['gives: cheap, because: It costs little', 'gives: dear, because: It costs much', 'decisions.dear.rules.1.because', 'Rule 1 gives the same for the same reason'],
  ['{ cost: cost, worth', '{ cost: remarks, worth', 'decisions.dear.inputs.cost', 'It rests on "remarks", which may be left unanswered'],
  ['name: cost, type: number, required: true', 'name: cost, type: number', 'decisions.dear.inputs.worth', 'It rests on "cost", which may be left unanswered'],
  ['forms:\n', 'board: { What: ask.want }\nforms:\n', 'board.What', 'The form "ask" has no question "want".'],
  ['forms:\n', 'uses: { back: { pathway: returning, form: backs } }\nforms:\n', 'uses.back', 'Returning has no form "backs".'],
  ['forms:\n', 'uses: { back: { pathway: returned, form: back } }\nforms:\n', 'uses.back', 'There is no pathway "returned".'],
  ['forms:\n', 'uses: { note: { pathway: returning, form: back } }\nforms:\n', 'uses.note', 'has a form "note" of its own'],
  ['forms:\n', 'uses: { back: { pathway: returning, form: back } }\nforms:\n', 'uses.back', 'No state and no task asks this form.'],
])('"%s" made "%s" is found at %s', (from, to, path, message) => {
  expect(read(from, to)).toContainEqual(expect.objectContaining({ file: 'pathways/lending.yaml', path, line: expect.any(Number) as number, message: expect.stringContaining(message) as string, mend: expect.stringMatching(/\.$/) as string }));
});

test('cases that would wait for each other for ever are found', () => {
  const waits = 'transitions: [{ to: in, action: Take back, opens: [{ pathway: lending, waits: true }] }]';
  expect(read('transitions: [{ to: in, action: Take back }]', waits, returning)).toEqual([]);
  const dir = mkdtempSync(join(tmpdir(), 'kith-lint-'));
  mkdirSync(join(dir, 'pathways'));
  writeFileSync(join(dir, 'pathways', 'lending.yaml'), lending.replace('with: { what: ask.wanted } }', 'waits: true }'));
  writeFileSync(join(dir, 'pathways', 'returning.yaml'), returning.replace('transitions: [{ to: in, action: Take back }]', waits));
  expect(checkPathways(dir, new Set(['nurse', 'manager'])).problems.map(({ path }) => path)).toEqual(['states.asked.transitions.1.opens.0.waits', 'states.out.transitions.0.opens.0.waits']);
});

test('a form that is used is part of the pathway and of what its file says, with what it is decided by', () => {
  const { pathways, sources } = checkPathways(resolve('areas/demo'), new Set());
  const bag = pathways.find((p) => p.id === 'red-bag')!;
  expect(bag.forms.news2).toBe(pathways.find((p) => p.id === 'charts')!.forms.news2);
  expect(sources.get('red-bag')).toMatchObject({ forms: { news2: { title: expect.stringContaining('NEWS2') as string } } });
});

test.each([
  ['access/teams.yaml', '    may: [search, open, chronology, case]\n', '    may: [search, open, chronology]\n', 'pathways/red-bag.yaml', 'states.handing-over.role', 'Nobody who is ambulance-crew may see community-health in detail and work on cases.'],
  ['pathways/red-bag.yaml', 'category: community-health', 'category: ambulances', 'pathways/red-bag.yaml', 'category', 'There is no category "ambulances".'],
  ['pathways/mash.yaml', 'team: mash', 'team: mush', 'pathways/mash.yaml', 'states.received.team', 'There is no team "mush".'],
])('in %s, "%s" made "%s" is found', (file, from, to, where, path, message) => {
  const dir = join(mkdtempSync(join(tmpdir(), 'kith-reach-')), 'area');
  cpSync(resolve('areas/demo'), dir, { recursive: true });
  const text = readFileSync(join(dir, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(join(dir, file), text.replaceAll(from, to));
  expect(checkReach(readArea(dir).area!)).toContainEqual(expect.objectContaining({ file: where, path, message }));
});
