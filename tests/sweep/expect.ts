import type { Level, Session } from '../../src/access/index.ts';
import { readActions } from '../../src/access/definition.ts';
import { categories, token, traits, victims, type Victim } from './victims.ts';
import type { Answer, World } from './world.ts';

/** What one session may know of one victim, as access decides it. */
export interface May {
  sealed: boolean;
  restricted: boolean;
  hidesWhereabouts: boolean;
  levels: ReadonlyMap<string, Level>;
}

export async function mayKnow(world: World, session: Session): Promise<Record<Victim, May>> {
  const { access } = world.kith;
  const ids = victims.map((v) => world.persons[v]);
  const nothing: May = { sealed: false, restricted: false, hidesWhereabouts: false, levels: new Map() };
  const action = readActions.find((a) => access.may(session, a));
  if (action === undefined) return Object.fromEntries(victims.map((v) => [v, nothing])) as Record<Victim, May>;
  return access.reading(session, { action, persons: ids, request: 'sweep' }, async (reading) => {
    const of = (victim: Victim): May => {
      const decision = reading.persons.get(world.persons[victim])!;
      return { sealed: decision.sealed, restricted: decision.restricted, hidesWhereabouts: decision.hideWhereabouts, levels: new Map([...decision.categories].map(([id, d]) => [id, d.level])) };
    };
    return Object.fromEntries(victims.map((v): [string, May] => [v, of(v)])) as Record<Victim, May>;
  });
}

/** Where somebody lives and how they are reached, in every form that pages write it. */
function whereabouts(victim: Victim): string[] {
  const { phone, address: [line, postcode, uprn] } = traits[victim];
  return [line, postcode, postcode.replace(' ', ''), uprn, phone, `${phone.slice(0, 5)} ${phone.slice(5)}`, `+44${phone.slice(1)}`];
}

/** The link that takes what was looked for to the form for adding somebody: what was typed, in tidy letters. */
const addWithWhatWasAsked = /href="\/add\?[^"]*"/g;

/**
 * The words in an answer that whoever asked may not see, each with whose it is. Written from what docs/rooms/access.md says each
 * level and mark means, and from no page.
 */
export function leaks(answer: Answer, may: Record<Victim, May>, world: World, echoes: readonly string[] = []): string[] {
  const found: string[] = [];
  const bytes = answer.bytes.replaceAll(addWithWhatWasAsked, '');
  const has = (word: string): boolean => bytes.includes(word) && !echoes.some((echo) => echo.replaceAll(' ', '') === word.replaceAll(' ', ''));
  for (const victim of victims) {
    const { sealed, restricted, hidesWhereabouts, levels } = may[victim];
    const { given, born, nhsNumber } = traits[victim];
    const unknown = sealed || (!restricted && (levels.get('identity') ?? 'none') === 'none');
    const say = (what: string): void => void found.push(`${victim}: ${what}`);
    if (unknown && has(given)) say(given);
    if ((sealed || restricted || unknown) && [born, nhsNumber, `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`].some(has)) say('who they are');
    if (sealed && has(world.persons[victim])) say('their id');
    for (const category of categories) {
      const level = unknown || restricted ? 'none' : (levels.get(category) ?? 'none');
      if (level !== 'detail' && has(token(victim, category, 'fact'))) say(`${category} in detail at ${level}`);
      if (level !== 'detail' && level !== 'summary' && has(token(victim, category, 'key'))) say(`the number of ${category} at ${level}`);
    }
    const named = has(given) || has(world.persons[victim]);
    if (sealed || restricted || hidesWhereabouts) for (const word of whereabouts(victim)) if (has(word) && (named || victim !== 'hidden')) say(`whereabouts ${word}`);
  }
  return found;
}
