import { isUuid, KithError, newId, type Kernel, type Sql } from '../kernel/index.ts';
import { insertLook, insertLookedAt, loadStanding, openRows, type Look, type LookedAt } from './access.store.ts';
import { decidePerson, type Grant } from './decide.ts';
import { grantsInForce } from './emergency/emergency.store.ts';
import { isMore } from './levels.ts';
import { decideOwn } from './own/decide.ts';
import type { Rules } from './rules.ts';
import type { Level, PersonDecision, Reading, ReadRequest, Session } from './types.ts';

/** Readings whose transaction is open. A look-alike made elsewhere is not among them. */
const open = new WeakSet<object>();

/** Throws unless `reading` was made by this room and its transaction is still open. */
export function assertReading(reading: Reading): void {
  if (!open.has(reading)) throw new KithError('access.refused', 'A person may be read only inside an open reading.', { mend: 'Use what Access.reading gives, and finish with it before its work returns.' });
}

/** A reading under way, with what its room needs to start and finish it. */
export interface OpenedReading {
  reading: Reading;
  /** Resolves when every statement issued has been carried out; rejects when one failed. */
  settled(): Promise<void>;
  close(): void;
}

/** What is decided for `session` about people, in transaction `sql`, written to `look` as it goes. */
export function openReading(kernel: Kernel, rules: Rules, sql: Sql, session: Session, request: ReadRequest, look: Look): OpenedReading {
  const persons = new Map<string, PersonDecision>();
  /** For each sealed person somebody who is not there, of whom as much is opened as of any stranger, and nothing logged. */
  const strangers = new Map<string, PersonDecision>();
  const issued: Promise<void>[] = [];
  let turn: Promise<void> = Promise.resolve();
  let logged = false;

  const widen = async (personIds: readonly string[]): Promise<void> => {
    const ids = [...new Set(personIds.map(personId))].filter((id) => !persons.has(id));
    if (logged && ids.length === 0) return;
    const [now, today] = [kernel.clock.now(), kernel.clock.today()];
    if (ids.length > 0) {
      const [standing, grants] = await Promise.all([loadStanding(sql, ids, now, today), rules.breakGlass !== null && underGrant.has(request.action) ? grantsInForce(sql, session.userId, ids, now) : noGrants]);
      for (const id of ids) {
        const { marks, relationships } = standing.get(id)!;
        const decision = session.own === undefined ? decidePerson(rules, session, id, marks, relationships, today, grants.get(id)) : decideOwn(rules, session.own, id, marks);
        persons.set(id, decision);
        if (decision.sealed && session.own === undefined) strangers.set(id, decidePerson(rules, session, newId(), [], [], today));
      }
    }
    // Sent without waiting: PostgreSQL carries a connection's statements out in order, so whatever the work asks next already stands under them.
    const opened = [...persons.values(), ...strangers.values()];
    issue(openRows(sql, visible(opened), opensNoFacts.has(request.action) ? [] : facts(opened)));
    if (!logged) issue(insertLook(sql, { ...look, decisions: highest(persons) }));
    logged = true;
    if (ids.length > 0) issue(insertLookedAt(sql, look, ids.map((id) => lookedAt(persons.get(id)!))));
  };
  const issue = (statement: Promise<void>): void => {
    statement.catch(() => undefined);
    issued.push(statement);
  };

  const decided = (id: string): PersonDecision | undefined => persons.get(id.toLowerCase()) ?? [...strangers.values()].find((s) => s.personId === id);
  const reading: Reading = {
    sql,
    session,
    persons,
    include(personIds: readonly string[]): Promise<void> {
      assertReading(reading);
      turn = turn.then(() => widen(personIds));
      return turn;
    },
    decided,
    level: (id: string, category: string): Level => decided(id)?.categories.get(category)?.level ?? 'none',
    nobody: (id: string): string => strangers.get(id.toLowerCase())?.personId ?? newId(),
  } as unknown as Reading;
  open.add(reading);
  return {
    reading,
    async settled() {
      await turn;
      await Promise.all(issued);
    },
    close: () => void open.delete(reading),
  };
}

/** Looking for somebody, or telling who they may already be, is no reason to read what is held of them. */
const opensNoFacts: ReadonlySet<string> = new Set(['explain', 'search', 'add-person', 'break-glass', 'break-glass-review', 'own-account', 'withhold', 'mark', 'consent']);

/** Emergency access is to a person's own pages: it puts nobody on a list, and goes with nothing that leaves. */
const underGrant: ReadonlySet<string> = new Set(['open', 'chronology', 'family', 'sources', 'who-viewed', 'risk', 'home', 'explain']);
const noGrants: ReadonlyMap<string, Grant> = new Map();

/** The person's id as it is kept; anything else is nobody. */
export function personId(text: string): string {
  if (!isUuid(text)) throw new KithError('person.not-found', 'There is no such person.');
  return text.toLowerCase();
}

/** People of whom a row may be read at all. */
const visible = (persons: readonly PersonDecision[]): string[] =>
  persons.filter((p) => !p.sealed && !p.restricted && [...p.categories.values()][0]?.level !== 'none').map((p) => p.personId);

function* openFacts(persons: readonly PersonDecision[]): Generator<{ personId: string; category: string }> {
  for (const person of persons) {
    for (const { category, level } of person.categories.values()) {
      if (level === 'detail' || level === 'summary') yield { personId: person.personId, category };
    }
  }
}
const facts = (persons: readonly PersonDecision[]): { personId: string; category: string }[] => [...openFacts(persons)];

/** Somebody as a row of the log says they were looked at. */
export const lookedAt = (person: PersonDecision): LookedAt => ({ personId: person.personId, decisions: shared(person), emergency: person.emergency?.id ?? null });

/** The levels above none, as the log keeps them. */
function shared(person: PersonDecision): Record<string, Level> {
  const levels: Record<string, Level> = {};
  for (const { category, level } of person.categories.values()) if (level !== 'none') levels[category] = level;
  return levels;
}

/** The most that is shown of anybody, in each category. */
function highest(persons: ReadonlyMap<string, PersonDecision>): Record<string, Level> {
  const levels: Record<string, Level> = {};
  for (const person of persons.values()) {
    for (const [category, level] of Object.entries(shared(person))) {
      if (isMore(level, levels[category] ?? 'none')) levels[category] = level;
    }
  }
  return levels;
}
