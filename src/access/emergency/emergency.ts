import { isUuid, KithError, newId, officeHours, waitFrom, type Kernel } from '../../kernel/index.ts';
import { loadStanding } from '../access.store.ts';
import { logChange } from '../changes.ts';
import { decidePerson, type Grant } from '../decide.ts';
import { isMore } from '../levels.ts';
import { assertReading, personId } from '../reading.ts';
import type { Rules } from '../rules.ts';
import type { PersonDecision, Session } from '../types.ts';
import { type StoredUse, addEmergency, addReview, endEmergency, grantsInForce, markEscalated, oneUse, openUses, setTold } from './emergency.store.ts';
import type { EmergencyAccess, EmergencyAsk, EmergencyProblem, EmergencyUse } from './types.ts';

const longestWords = 500;
const mostInQueue = 200;

const inWords = (id: string): string => id.replaceAll('-', ' ');
const countWords = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word)).length;
const unknown = (): KithError => new KithError('person.not-found', 'There is no such emergency access.');

/** Emergency access under an area's terms; null where it has none. */
export function createEmergencyAccess(kernel: Pick<Kernel, 'db' | 'clock' | 'log'>, rules: Rules): EmergencyAccess | null {
  const terms = rules.breakGlass;
  if (terms === null) return null;
  const { db, clock } = kernel;
  const works = (session: Session): boolean => rules.user.get(session.userId)?.teams.some((t) => t.team === session.team && t.role === session.role) ?? false;
  const mayOpen = (session: Session): boolean => works(session) && terms.teams.includes(session.team) && rules.purpose.get(session.purpose)?.persons === true;
  const reviews = (session: Session): boolean => works(session) && [terms.review.by, terms.review.escalatesTo].includes(session.role) && rules.purpose.get(session.purpose)?.persons === true;
  const refuse = (session: Session, what: string): never => {
    throw new KithError('access.refused', `${session.teamName} may not ${what}.`, { mend: 'Ask the information-governance lead.' });
  };
  /** Somebody who may be known of: a restricted record by its name, any other whose identity the team is shown. */
  const isKnown = (person: PersonDecision): boolean => !person.sealed && (person.restricted || person.categories.get(rules.categories[0]?.id ?? '')?.level !== 'none');
  const reasonName = (id: string): string => terms.reasons.find((r) => r.id === id)?.name ?? id;

  const problems = (ask: EmergencyAsk): EmergencyProblem[] => {
    const reason = terms.reasons.find((r) => r.id === ask.reason);
    const found: EmergencyProblem[] = [];
    if (reason === undefined) found.push({ field: 'reason', says: 'Choose why you need it' });
    if (countWords(ask.words) < terms.leastWords) found.push({ field: 'words', says: `Say what has happened, in ${terms.leastWords} words or more` });
    if (ask.keptBack !== '' && reason !== undefined && reason.mayKeepFromPerson === undefined) found.push({ field: 'keptBack', says: 'For this reason the person is always told: leave this empty' });
    if (ask.keptBack !== '' && countWords(ask.keptBack) < terms.leastWords) found.push({ field: 'keptBack', says: `Say why they should not be told, in ${terms.leastWords} words or more` });
    return found;
  };
  const completed = (session: Session, use: StoredUse): EmergencyUse => ({ ...use, teamName: rules.team.get(use.team)?.name ?? use.team, reason: reasonName(use.reason), own: use.userId === session.userId });
  const useFor = async (session: Session, id: string): Promise<EmergencyUse> => {
    if (!reviews(session)) refuse(session, 'judge emergency access');
    const use = isUuid(id) ? await oneUse(db.reader, id.toLowerCase()) : null;
    if (use === null) throw unknown();
    return completed(session, use);
  };

  return {
    contact: terms.contact,
    escalatesTo: inWords(terms.review.escalatesTo),
    terms: (session) =>
      mayOpen(session)
        ? {
            minutes: terms.minutes,
            leastWords: terms.leastWords,
            reasons: terms.reasons.map(({ id, name, mayKeepFromPerson }) => ({ id, name, mayKeepFromPerson: mayKeepFromPerson ?? null })),
            reviewedBy: inWords(terms.review.by),
            workingDays: terms.review.workingDays,
          }
        : null,
    async preview(reading, id) {
      assertReading(reading);
      const who = personId(id);
      const now = reading.persons.get(who);
      if (now === undefined || !isKnown(now)) throw new KithError('person.not-found', 'There is no such person.');
      const { session } = reading;
      const { marks, relationships } = (await loadStanding(reading.sql, [who], clock.now(), clock.today())).get(who)!;
      const grant: Grant = { emergencyId: newId(), userId: session.userId, team: session.team, reason: '', until: clock.now() };
      const running = (await grantsInForce(reading.sql, session.userId, [who], clock.now())).get(who);
      const then = mayOpen(session) ? decidePerson(rules, session, who, marks, relationships, clock.today(), grant) : now;
      return {
        running: running?.team === session.team ? { id: running.emergencyId, until: running.until } : null,
        opens: rules.categories.flatMap(({ id: category }) => {
          const [from, to] = [now.categories.get(category)?.level ?? 'none', then.categories.get(category)?.level ?? 'none'];
          return isMore(to, from) ? [{ category, from, to }] : [];
        }),
      };
    },
    problems,
    async open(session, id, ask) {
      if (!mayOpen(session)) refuse(session, 'open a record in an emergency');
      const who = personId(id);
      const [wrong] = problems(ask);
      if (wrong !== undefined) throw new KithError('request.invalid', `${wrong.says}.`);
      const now = clock.now();
      return db.writer.begin(async (sql) => {
        const { marks, relationships } = (await loadStanding(sql, [who], now, clock.today())).get(who)!;
        if (!isKnown(decidePerson(rules, session, who, marks, relationships, clock.today()))) throw new KithError('person.not-found', 'There is no such person.');
        const running = (await grantsInForce(sql, session.userId, [who], now)).get(who);
        if (running?.team === session.team) return { id: running.emergencyId, until: running.until };
        const made = { id: newId(), until: new Date(now.getTime() + terms.minutes * 60_000) };
        await addEmergency(sql, {
          ...made,
          personId: who,
          session,
          reason: ask.reason,
          words: ask.words.slice(0, longestWords),
          keptBack: ask.keptBack === '' ? null : ask.keptBack.slice(0, longestWords),
          from: now,
          reviewBy: waitFrom(officeHours, now, { workingDays: terms.review.workingDays }),
        });
        await logChange(sql, rules, session, { action: 'break-glass', personId: who, request: `${reasonName(ask.reason)}: ${ask.words}${ask.keptBack === '' ? '' : ` (person not told: ${ask.keptBack})`}`, emergency: made.id }, now);
        return made;
      });
    },
    async end(session, id) {
      if (!isUuid(id)) throw unknown();
      const now = clock.now();
      await db.writer.begin(async (sql) => {
        const who = await endEmergency(sql, id.toLowerCase(), session.userId, now);
        if (who === null) throw unknown();
        await logChange(sql, rules, session, { action: 'break-glass-end', personId: who, request: '', emergency: id.toLowerCase() }, now);
      });
    },
    reviews,
    async queue(session) {
      if (!reviews(session)) refuse(session, 'judge emergency access');
      return (await openUses(db.reader, mostInQueue)).map((use) => completed(session, use));
    },
    one: useFor,
    async review(session, id, verdict, note) {
      const use = await useFor(session, id);
      if (use.own) throw new KithError('access.refused', 'Nobody judges their own emergency access.', { mend: 'Leave it to another reviewer; past its day it escalates.' });
      if (countWords(note) < 1) throw new KithError('request.invalid', 'Say how you came to this.');
      const now = clock.now();
      await db.writer.begin(async (sql) => {
        await addReview(sql, { emergencyId: use.id, reviewId: newId(), at: now, by: session, verdict, note: note.slice(0, longestWords) });
        await logChange(sql, rules, session, { action: 'break-glass-review', personId: use.personId, request: `${inWords(verdict)}: ${note}`, emergency: use.id }, now);
      });
    },
    async told(session, id, how) {
      const use = await useFor(session, id);
      if (countWords(how) < 1) throw new KithError('request.invalid', 'Say how the person was told.');
      const now = clock.now();
      await db.writer.begin(async (sql) => {
        if (await setTold(sql, use.id, session.name, how.slice(0, longestWords), now)) await logChange(sql, rules, session, { action: 'break-glass-told', personId: use.personId, request: how, emergency: use.id }, now);
      });
    },
    async escalate() {
      const late = await markEscalated(db.writer, clock.now());
      if (late > 0) kernel.log.warn({ late, to: terms.review.escalatesTo }, 'emergency access that nobody judged in time was escalated');
      return late;
    },
  };
}
