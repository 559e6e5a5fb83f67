import { KithError, londonInstant, newId, nextDay, refuseProblems, type Kernel } from '../kernel/index.ts';
import { copyPerson, insertLook, insertLookedAt, replaceMarks, replaceRelationships, selectLooks, type Look, type LookedAt } from './access.store.ts';
import { agreementsOn, purposesOn } from './agreements.ts';
import { logChange } from './changes.ts';
import { checkAccess } from './check.ts';
import type { TeamDefinition } from './definition.ts';
import { createEmergencyAccess } from './emergency/emergency.ts';
import { createAuditExport } from './audit/export.ts';
import { createMarking } from './marking/marking.ts';
import { explain } from './explain.ts';
import { leastLevels } from './least.ts';
import { createOwn } from './own/own.ts';
import { withheldOf } from './own/own.store.ts';
import { assertReading, lookedAt, openReading, personId } from './reading.ts';
import { arrangeRules, basisOf, makeSession, profiles, type Rules } from './rules.ts';
import { createSafety } from './safety/safety.ts';
import { readSecurity } from './safety/security.ts';
import type { LimitKind } from './safety/limits.ts';
import { viewOf } from './views.ts';
import { createSignInState } from './sign-in.store.ts';
import type { Access, Outcome, PersonDecision, PlainAction, ReadAction, Reading, ReadRequest, Session } from './types.ts';

/** Looks told at once: a page shows fifty, a file all that there are up to this. */
const mostLooks = 10_000;

/** Ways of looking that a user may do so often and no oftener, whatever page they are done from. */
const limited: Partial<Record<ReadAction, LimitKind>> = { search: 'search', 'add-person': 'search', export: 'export' };

/** Reads the area's access files and opens the room's door. Throws `area.invalid` with every problem. */
export function createAccess(kernel: Kernel): Access {
  const { definitions, problems } = checkAccess(kernel.area);
  refuseProblems(problems);
  if (definitions === null) throw new Error('access files without problems can be read');
  const rules = arrangeRules(definitions, kernel.area.organisations);
  const users = profiles(rules);
  const signInState = createSignInState(kernel);
  const safety = createSafety(kernel, readSecurity(kernel.area).security, signInState);
  const emergency = createEmergencyAccess(kernel, rules);
  const may = (session: Session, action: ReadAction | PlainAction): boolean => {
    if (action === 'break-glass') return emergency?.terms(session) != null;
    if (action === 'break-glass-review') return emergency?.reviews(session) === true;
    return (teamOf(rules, session)?.may as readonly string[] | undefined)?.includes(action) ?? false;
  };

  const lookOf = (session: Session, request: ReadRequest, outcome: Outcome): Look => {
    const purpose = rules.purpose.get(session.purpose);
    return {
      logId: newId(),
      at: kernel.clock.now(),
      session,
      basis: session.own !== undefined ? (rules.own?.purpose.basis ?? '') : purpose ? basisOf(purpose) : '',
      action: request.action,
      request: (request.request ?? '').slice(0, 500),
      outcome,
      decisions: {},
      rules: rules.fingerprint,
    };
  };

  /** Keeps a look that showed nothing, in a transaction of its own: the one it was tried in is gone. */
  const logAlone = (look: Look, persons: readonly LookedAt[]): Promise<void> =>
    kernel.db.reader.begin(async (sql) => {
      await Promise.all([insertLook(sql, look), insertLookedAt(sql, look, persons)]);
    });

  const own = rules.own === null ? null : createOwn(kernel, rules, rules.own, may);

  /** Being told why one may know what one may know shows nothing of anybody, so it is open to all; it is logged as any look. */
  const permitted = (session: Session, action: ReadAction): boolean =>
    session.own !== undefined ? action === 'own-record' : action === 'explain' || (may(session, action) && rules.purpose.get(session.purpose)?.persons === true);

  /** The person whose looks are asked for, where this session may see them and the reading shows the person. */
  const lookedAtBy = (reading: Reading, id: string): string => {
    assertReading(reading);
    const who = personId(id);
    const decision = reading.persons.get(who);
    const identity = rules.categories[0]?.id ?? '';
    if (!may(reading.session, 'who-viewed')) throw new KithError('access.refused', `${reading.session.teamName} may not see who has looked at a record.`);
    if (!decision || decision.sealed || reading.level(who, identity) === 'none') throw new KithError('person.not-found', 'There is no such person.');
    return who;
  };

  const door: Omit<Access, 'exportAudit'> = {
    categories: rules.categories.map(({ id, name }) => ({ id, name })),
    users: () => users,
    session: (userId, team, purpose) => makeSession(users, userId, team, purpose),
    signInState,
    safety,
    leastLevels: (team, purpose) => leastLevels(rules, team, purpose, kernel.clock.today()),
    agreements: () => agreementsOn(rules, kernel.clock.today()),
    purposes: () => purposesOn(rules, kernel.clock.today()),
    basis: (id) => (rules.purpose.has(id) ? basisOf(rules.purpose.get(id)!) : ''),
    may,
    emergency,
    view: (session) => viewOf(rules.views, session.team),
    marking: createMarking(kernel, rules, may),
    async reading(session, request, work) {
      const start = [...new Set(request.persons.map(personId))];
      if (!permitted(session, request.action)) {
        await logAlone(lookOf(session, request, 'refused'), start.map((id) => ({ personId: id, decisions: {} })));
        throw new KithError('access.refused', `${session.teamName} may not do this for ${session.purposeName}.`, { mend: 'Choose another purpose or team, or ask the information-governance lead.' });
      }
      const limit = limited[request.action];
      if (limit !== undefined) {
        await safety.limits.take(limit, session.userId).catch(async (error: unknown) => {
          await logAlone(lookOf(session, request, 'refused'), start.map((id) => ({ personId: id, decisions: {} })));
          throw error;
        });
      }
      const look = lookOf(session, request, 'shown');
      let decided: ReadonlyMap<string, PersonDecision> = new Map();
      try {
        const done = await kernel.db.reader.begin(async (sql) => {
          const opened = openReading(kernel, rules, sql, session, request, look);
          decided = opened.reading.persons;
          try {
            await opened.reading.include(start);
            const value = await work(opened.reading);
            await opened.settled();
            return { value };
          } finally {
            opened.close();
          }
        });
        return done.value;
      } catch (error) {
        const people = decided.size > 0 ? [...decided.values()].map(lookedAt) : start.map((id) => ({ personId: id, decisions: {} }));
        await logAlone({ ...look, outcome: 'not-shown' }, people).catch((failure: unknown) => kernel.log.error({ logId: look.logId, err: failure }, 'a look that showed nothing could not be logged'));
        throw error;
      }
    },
    noteChange: (sql, session, change) => logChange(sql, rules, session, change, kernel.clock.now()),
    whoMay: (action) => [...rules.team.values()].filter((team) => (team.may as readonly string[]).includes(action)).map(({ id, organisation }) => ({ organisation, team: id })),
    own,
    desks: rules.desks,
    plainly: (id) => rules.purpose.get(id)?.plainly ?? rules.purpose.get(id)?.name ?? id,
    async whoViewed(reading, id, { before, limit, from, to, organisation, action }) {
      const who = lookedAtBy(reading, id);
      return selectLooks(reading.sql, who, { before: before === undefined ? null : personId(before), limit: Math.min(Math.max(limit, 1), mostLooks), from: from === undefined ? null : londonInstant(from, 0), until: to === undefined ? null : londonInstant(nextDay(to), 0), organisation: organisation ?? null, action: action ?? null });
    },
    async look(reading, id, logId) {
      const [entry] = await selectLooks(reading.sql, lookedAtBy(reading, id), { before: null, limit: 1, logId: personId(logId) });
      return entry ?? null;
    },
    async toldLooks(reading, id) {
      assertReading(reading);
      const who = personId(id);
      if (!may(reading.session, 'requests') || reading.persons.get(who)?.sealed !== false) throw new KithError('person.not-found', 'There is no such person.');
      return selectLooks(reading.sql, who, { before: null, limit: mostLooks, told: { untold: [...rules.purpose.values()].flatMap((p) => (p.withheldFromPerson === undefined ? [] : [p.id])) } });
    },
    async untold(reading, id) {
      const standing = await withheldOf(reading.sql, lookedAtBy(reading, id));
      return (entry) => entry.action === 'withhold' || rules.purpose.get(entry.purpose)?.withheldFromPerson !== undefined || standing.some((w) => (w.logId ?? entry.logId) === entry.logId && (w.team ?? entry.team) === entry.team && (w.purpose ?? entry.purpose) === entry.purpose);
    },
    explain(reading, session, id) {
      if (session.userId !== reading.session.userId && !may(reading.session, 'explain')) throw new KithError('access.refused', `${reading.session.teamName} may not ask what others may see.`);
      return explain(rules, kernel.clock, reading, session, id);
    },
    setMarks: (sql, source, marks, of) => replaceMarks(sql, source, marks, of, kernel.clock.now()),
    setRelationships: (sql, source, relationships, of) => replaceRelationships(sql, source, relationships, of),
    async movePersons(sql, moves) {
      for (const { from, to } of moves) {
        await copyPerson(sql, personId(from), personId(to), kernel.clock.now());
        await own?.move(sql, personId(from), personId(to));
      }
    },
  };
  return { ...door, exportAudit: createAuditExport(kernel, rules, door) };
}

/** The session's team, when its user still works there in that role and the team still has that purpose. */
function teamOf(rules: Rules, session: Session): TeamDefinition | null {
  const team = rules.team.get(session.team);
  const member = rules.user.get(session.userId)?.teams.some((t) => t.team === session.team && t.role === session.role) ?? false;
  return team && member && Object.hasOwn(team.purposes, session.purpose) ? team : null;
}
