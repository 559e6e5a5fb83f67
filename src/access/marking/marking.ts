import { isUuid, KithError, londonInstant, newId, nextDay, type Kernel } from '../../kernel/index.ts';
import { loadStanding } from '../access.store.ts';
import { logChange, type ChangeAction } from '../changes.ts';
import { decidePerson } from '../decide.ts';
import { assertReading, personId } from '../reading.ts';
import type { Rules } from '../rules.ts';
import type { Access, MarkKind, Session } from '../types.ts';
import { addHandMark, changeState, endForce, enforce, marksOf, setReview, standingMarks } from './marking.store.ts';
import { putKinds, type Marking } from './types.ts';

const longestWords = 500;
const mostListed = 500;
const yearsAhead = 5;
/** Months until a confirmed declaration is looked at again. */
const declaredFor = 12;

const notFound = (what = 'There is no such person.'): KithError => new KithError('person.not-found', what);
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Keeps marks, consents and objections by hand. What is put is in force with the commit that logs it. */
export function createMarking(kernel: Pick<Kernel, 'db' | 'clock'>, rules: Rules, may: Access['may']): Marking {
  const { db, clock } = kernel;
  const refuseUnless = (session: Session, action: 'mark' | 'consent'): void => {
    if (!may(session, action)) throw new KithError('access.refused', `${session.teamName} may not do this.`, { mend: 'Ask the information-governance lead.' });
  };
  const needed = (words: string, says: string): string => {
    if (!/\p{L}/u.test(words)) throw new KithError('request.invalid', says);
    return words.trim().slice(0, longestWords);
  };
  const dayFrom = (text: string, says: string): string => {
    const today = clock.today();
    if (!isDay(text) || text <= today || Number(text.slice(0, 4)) > Number(today.slice(0, 4)) + yearsAhead) throw new KithError('request.invalid', says);
    return text;
  };
  /** Changes something of somebody whom the session may know of, with its row of the log. */
  const change = async (session: Session, id: string, action: ChangeAction, request: string, work: (sql: Parameters<Parameters<typeof db.writer.begin>[1]>[0], who: string, now: Date) => Promise<void>): Promise<void> => {
    const who = personId(id);
    const now = clock.now();
    await db.writer.begin(async (sql) => {
      const { marks, relationships } = (await loadStanding(sql, [who], now, clock.today())).get(who)!;
      const person = decidePerson(rules, session, who, marks, relationships, clock.today());
      if (person.sealed || (!person.restricted && person.categories.get(rules.categories[0]?.id ?? '')?.level === 'none')) throw notFound();
      await work(sql, who, now);
      await logChange(sql, rules, session, { action, personId: who, request }, now);
    });
  };
  /** Ends or settles something that stands under its own id, whoever it is of: a seal must be liftable by whoever cannot see its person. */
  const turn = async (session: Session, id: string, from: 'proposed' | 'in-force', to: 'in-force' | 'declined' | 'lifted', action: ChangeAction, why: string, of?: string): Promise<void> => {
    if (!isUuid(id)) throw notFound('There is no such mark.');
    const now = clock.now();
    await db.writer.begin(async (sql) => {
      const mark = await changeState(sql, id.toLowerCase(), from, to, session, why, now);
      if (mark === null) throw notFound('There is no such mark.');
      if (of !== undefined && !(await marksOf(sql, of, [mark.kind])).some((m) => m.id === id.toLowerCase())) throw notFound('There is no such mark.');
      if (to === 'in-force') {
        await enforce(sql, { id, personId: mark.personId, kind: mark.kind, reason: mark.words, scope: null, until: null, at: now });
        const day = new Date(now);
        day.setUTCMonth(day.getUTCMonth() + declaredFor);
        await setReview(sql, id, day.toISOString().slice(0, 10));
      } else await endForce(sql, id.toLowerCase(), now);
      await logChange(sql, rules, session, { action, personId: mark.personId, request: `${mark.kind}, ${id.toLowerCase()}` }, now);
    });
  };

  return {
    consentable: rules.categories.filter((c) => c.needsConsent).map(({ id, name }) => ({ id, name })),
    async put(session, id, ask) {
      refuseUnless(session, 'mark');
      const words = needed(ask.words, 'Say why, and where the reason is kept.');
      const reviewOn = dayFrom(ask.reviewOn, `Give a day after today, within ${yearsAhead} years, on which it is looked at again.`);
      const markId = newId();
      await change(session, id, 'mark-put', `${ask.kind}, ${markId}, to be looked at again on ${reviewOn}`, async (sql, who, now) => {
        await addHandMark(sql, { id: markId, personId: who, kind: ask.kind, state: 'in-force', words, scope: null, givenOn: null, reviewOn, session, at: now });
        await enforce(sql, { id: markId, personId: who, kind: ask.kind, reason: words, scope: null, until: null, at: now });
      });
      return markId;
    },
    async lift(session, id, why) {
      refuseUnless(session, 'mark');
      await turn(session, id, 'in-force', 'lifted', 'mark-lift', needed(why, 'Say why it is lifted.'));
    },
    async settle(session, id, confirm, why) {
      refuseUnless(session, 'mark');
      if (confirm) await turn(session, id, 'proposed', 'in-force', 'mark-put', why);
      else await turn(session, id, 'proposed', 'declined', 'mark-decline', needed(why, 'Say why it is declined.'));
    },
    async declare(session, id, ask) {
      if (!may(session, 'open')) refuseUnless(session, 'mark');
      const markId = newId();
      const said = ask.who === 'self' ? `${session.name} says: this is me.` : `${session.name} says: this is somebody close to me.`;
      await change(session, id, 'mark-propose', `staff-client, ${markId}`, async (sql, who, now) => {
        await addHandMark(sql, { id: markId, personId: who, kind: 'staff-client', state: 'proposed', words: `${said} ${ask.words}`.trim().slice(0, longestWords), scope: null, givenOn: null, reviewOn: null, session, at: now });
        await enforce(sql, { id: markId, personId: who, kind: 'self-declared', reason: said, scope: { users: [session.userId] }, until: null, at: now });
      });
    },
    async standing(session) {
      refuseUnless(session, 'mark');
      return standingMarks(db.reader, putKinds, mostListed);
    },
    async of(reading, id) {
      assertReading(reading);
      const who = personId(id);
      const person = reading.persons.get(who);
      if (person === undefined || person.sealed) throw notFound();
      const kinds: MarkKind[] = [...(may(reading.session, 'mark') ? putKinds : []), ...(may(reading.session, 'consent') ? (['objection', 'consent'] as const) : [])];
      return marksOf(reading.sql, who, kinds);
    },
    async record(session, id, ask) {
      refuseUnless(session, 'consent');
      const words = needed(ask.words, 'Say how it was given and where it is recorded.');
      if (!isDay(ask.givenOn) || ask.givenOn > clock.today()) throw new KithError('request.invalid', 'Give the day it was given, no later than today.');
      const { categories, organisations } = ask.scope;
      const known = categories.every((c) => rules.category.has(c)) && organisations.every((o) => rules.organisations.has(o));
      if (!known) throw new KithError('request.invalid', 'Choose kinds of data and organisations of this area.');
      if (ask.kind === 'consent' && (categories.length === 0 || !categories.every((c) => rules.category.get(c)?.needsConsent === true))) throw new KithError('request.invalid', 'Choose what the person agrees to.');
      const last = ask.kind === 'consent' ? dayFrom(ask.expires, `Give the last day it holds, after today and within ${yearsAhead} years.`) : null;
      const markId = newId();
      await change(session, id, 'wish-record', `${ask.kind}, ${markId}: ${categories.length === 0 ? 'everything' : categories.join(', ')}${organisations.length === 0 ? '' : ` with ${organisations.join(', ')}`}`, async (sql, who, now) => {
        await addHandMark(sql, { id: markId, personId: who, kind: ask.kind, state: 'in-force', words, scope: ask.scope, givenOn: ask.givenOn, reviewOn: last, session, at: now });
        await enforce(sql, { id: markId, personId: who, kind: ask.kind, reason: words, scope: ask.scope, until: last === null ? null : londonInstant(nextDay(last), 0), at: now });
      });
      return markId;
    },
    async withdraw(session, id, markId, why) {
      refuseUnless(session, 'consent');
      await turn(session, markId, 'in-force', 'lifted', 'wish-withdraw', needed(why, 'Say how it was withdrawn.'), personId(id));
    },
  };
}
