import type { Access, Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { absencesOf, coveredBy, endAbsence, insertAbsence, type Absence } from '../tasks/absence.store.ts';
import { teamName, type Engine } from './engine.ts';
import { markRead, noticesFor, unreadFor } from './notice.store.ts';
import { namesOf, type CasePerson } from './person.store.ts';
import { caseAction, type CaseReader } from './reading.ts';
import { referenceOf, type Case, type CaseNotice, type Task } from './types.ts';
import { countTasks, countWorklist, loadOf, selectTaskList, selectWorklist, type Load, type WorklistCounts, type WorklistFilter, type WorklistSort, type WorklistTab, type Whose } from './worklist.store.ts';

/** A case as a worklist shows it; where it may not be read, nothing but its reference. */
export type ListedCase = { kind: 'case'; case: Case; reference: string; person: CasePerson; pathwayTitle: string; stateTitle: string; priority: string; overdue: boolean } | { kind: 'restricted'; reference: string };
export type ListedTask = { kind: 'task'; task: Task; reference: string; person: CasePerson; pathwayTitle: string; overdue: boolean } | { kind: 'restricted'; reference: string };

export interface Page<T> {
  items: T[];
  /** Where the next page starts; null at the end. */
  next: number | null;
}

/** What a worker and a team have to do. Lists decide, open and log as `case`; counts show nobody, and so are not logged. */
export interface Worklists {
  list(session: Session, asked: { tab: WorklistTab; filter: WorklistFilter; sort: WorklistSort; offset: number }): Promise<Page<ListedCase> & { counts: WorklistCounts }>;
  tasks(session: Session, asked: { tab: 'mine' | 'team'; offset: number }): Promise<Page<ListedTask> & { counts: { mine: number; team: number; overdue: number } }>;
  /** For the count beside its name on every page: one's own cases and tasks overdue or offered, and notices not read. */
  counts(session: Session): Promise<{ cases: number; tasks: number; overdue: number; offered: number; notices: number }>;
  /** How much each worker of the session's team has, those without any among them. */
  load(session: Session): Promise<(Load & { name: string; away: Absence | null })[]>;
  /** What the session's team and role was told, newest first. Nothing of a person is in it. */
  notices(session: Session, offset: number): Promise<Page<CaseNotice>>;
  readNotice(session: Session, noticeId: string): Promise<void>;
  /** Times away of the session's team, now or to come. */
  absences(session: Session): Promise<(Absence & { name: string })[]>;
  /** Of oneself, or, for whoever leads the team, of anybody in it. Throws `access.refused`, `request.invalid`. */
  setAbsence(session: Session, away: { userId: string; from: string; until: string; cover: string | null }): Promise<void>;
  endAbsence(session: Session, absenceId: string): Promise<void>;
}

const atOnce = 25;
const day = /^\d{4}-\d\d-\d\d$/;

export function createWorklists(engine: Engine, access: Pick<Access, 'reading' | 'may'>, reader: CaseReader): Worklists {
  const { db, clock } = engine.kernel;
  const whose = async (session: Session): Promise<Whose> => ({ team: session.team, userId: session.userId, covers: await coveredBy(db.writer, session.userId, clock.today()) });
  const colleagues = (team: string) => engine.users.filter((u) => u.teams.some((t) => t.id === team));
  const titleOf = (pathway: string): string => engine.versions.current.find((p) => p.id === pathway)?.title ?? pathway;
  const ids = (session: Session): string[] => (access.may(session, 'case-lead') ? colleagues(session.team).map((u) => u.id) : [session.userId]);

  return {
    async list(session, { tab, filter, sort, offset }) {
      const mine = await whose(session);
      return access.reading(session, { action: caseAction, persons: [], request: `worklist ${tab}${Object.entries(filter).map(([k, v]) => ` ${k}=${v}`).join('')}` }, async (reading) => {
        const now = clock.now();
        const rows = await selectWorklist(reading.sql, { whose: mine, tab, filter, sort, now, offset, limit: atOnce + 1 });
        const shown = rows.slice(0, atOnce);
        await reading.include(shown.map((c) => c.personId));
        const [names, counts] = await Promise.all([namesOf(reading.sql, shown.map((c) => c.personId)), countWorklist(reading.sql, mine, now)]);
        const items = shown.filter((c) => reading.persons.get(c.personId)?.sealed === false).map((held): ListedCase => {
          if (!reader.opens(reading, held)) return { kind: 'restricted', reference: referenceOf(held) };
          const pathway = engine.versions.current.find((p) => p.id === held.pathway);
          return {
            kind: 'case', case: held, reference: referenceOf(held), person: names.get(held.personId) ?? { personId: held.personId, name: 'Name not known', born: null, died: false }, pathwayTitle: titleOf(held.pathway),
            stateTitle: pathway?.states[held.state]?.title ?? held.state, priority: pathway?.priorities[held.priority] ?? '', overdue: held.dueAt !== null && held.dueAt < now,
          };
        });
        return { items, next: rows.length > atOnce ? offset + atOnce : null, counts };
      });
    },
    async tasks(session, { tab, offset }) {
      const mine = await whose(session);
      return access.reading(session, { action: caseAction, persons: [], request: `tasks ${tab}` }, async (reading) => {
        const now = clock.now();
        const rows = await selectTaskList(reading.sql, { whose: mine, role: session.role, tab, now, offset, limit: atOnce + 1 });
        const shown = rows.slice(0, atOnce);
        await reading.include(shown.map((t) => t.personId));
        const [names, counts] = await Promise.all([namesOf(reading.sql, shown.map((t) => t.personId)), countTasks(reading.sql, mine, session.role, now)]);
        const items = shown.filter((t) => reading.persons.get(t.personId)?.sealed === false).map(({ reference, pathway, restricted, ...task }): ListedTask => {
          if (!reader.known(reading, { personId: task.personId, pathway, restricted })) return { kind: 'restricted', reference };
          return { kind: 'task', task, reference, person: names.get(task.personId) ?? { personId: task.personId, name: 'Name not known', born: null, died: false }, pathwayTitle: titleOf(pathway), overdue: task.dueAt !== null && task.dueAt < now };
        });
        return { items, next: rows.length > atOnce ? offset + atOnce : null, counts };
      });
    },
    async counts(session) {
      const now = clock.now();
      const mine = await whose(session);
      const [cases, tasks, notices] = await Promise.all([countWorklist(db.writer, mine, now), countTasks(db.writer, mine, session.role, now), unreadFor(db.writer, session, now)]);
      return { cases: cases.mine, tasks: tasks.mine, overdue: cases.overdue + tasks.overdue, offered: cases.offered, notices };
    },
    async load(session) {
      const [rows, away] = await Promise.all([loadOf(db.writer, session.team, clock.now()), absencesOf(db.writer, colleagues(session.team).map((u) => u.id), clock.today())]);
      const today = clock.today();
      const by = new Map(rows.map((r) => [r.worker, r]));
      const none = (worker: string | null): Load => ({ worker, cases: 0, overdue: 0, tasks: 0 });
      return [...colleagues(session.team).map((u) => ({ ...(by.get(u.id) ?? none(u.id)), name: u.name, away: away.find((a) => a.userId === u.id && a.from <= today) ?? null })), { ...(by.get(null) ?? none(null)), name: 'Nobody yet', away: null }];
    },
    async notices(session, offset) {
      const rows = await noticesFor(db.writer, session, clock.now(), offset, atOnce + 1);
      return { items: rows.slice(0, atOnce), next: rows.length > atOnce ? offset + atOnce : null };
    },
    async readNotice(session, noticeId) {
      await markRead(db.writer, session, noticeId, clock.now());
    },
    async absences(session) {
      const names = new Map(colleagues(session.team).map((u) => [u.id, u.name]));
      return (await absencesOf(db.writer, [...names.keys()], clock.today())).map((a) => ({ ...a, name: names.get(a.userId) ?? a.userId }));
    },
    async setAbsence(session, { userId, from, until, cover }) {
      if (!ids(session).includes(userId)) throw new KithError('access.refused', 'Only somebody who leads the team says when others are away.');
      if (!day.test(from) || !day.test(until) || until < from) throw new KithError('request.invalid', 'Give the first and the last day away.');
      const other = cover === null ? null : (colleagues(session.team).find((u) => u.id === cover && u.id !== userId) ?? undefined);
      if (other === undefined) throw new KithError('request.invalid', `Choose another of ${teamName(engine, session.team)} to look after the work.`);
      await insertAbsence(db.writer, { userId, from, until, cover: other?.id ?? null, coverName: other?.name ?? null, setBy: session.userId }, clock.now());
    },
    async endAbsence(session, absenceId) {
      if (!(await endAbsence(db.writer, absenceId, ids(session), clock.now()))) throw new KithError('request.invalid', 'There is no such time away.');
    },
  };
}
