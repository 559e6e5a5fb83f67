import type { Access, Level, Reading, Session } from '../../access/index.ts';
import { isUuid, KithError } from '../../kernel/index.ts';
import { personsOfCases, selectCase, selectSteps } from './case.store.ts';
import { standingOf, type Engine, type Standing } from './engine.ts';
import { referenceOf, type Actor, type Case, type StepKind } from './types.ts';

export const caseAction = 'case';

/** What decides who may know of a case. */
type Guarded = Pick<Case, 'personId' | 'pathway' | 'restricted'>;

/** What a reader may know of cases. */
export interface CaseReader {
  /** How much of a case's category is open. */
  level(reading: Reading, held: Guarded): Level;
  /** Whether what the case holds may be read: its category in detail, and, where it is restricted, by those named. */
  opens(reading: Reading, held: Guarded): boolean;
  /** Whether it may be known that there is this case. */
  known(reading: Reading, held: Guarded): boolean;
  /** Whether who this is may be shown. */
  personOpen(reading: Reading, personId: string): boolean;
  /**
   * A reading of the person of a case, with the case. Throws `person.not-found` for what there is not, is sealed, restricted to others, or of a
   * category that is not shared; `access.refused` where it may be known of and not read.
   */
  under: <T>(session: Session, caseId: string, request: string, lock: boolean, work: (reading: Reading, standing: Standing) => Promise<T>) => Promise<T>;
}

export const actorOf = (session: Session): Actor => ({ userId: session.userId, name: session.name, team: session.team, role: session.role });

export function createReader(engine: Engine, access: Pick<Access, 'reading' | 'categories'>): CaseReader {
  const { db } = engine.kernel;
  const identity = access.categories[0]?.id ?? '';
  const categoryOf = (held: Guarded): string => engine.versions.current.find((p) => p.id === held.pathway)?.category ?? identity;
  const personOpen: CaseReader['personOpen'] = (reading, id) => {
    const decision = reading.persons.get(id);
    return decision !== undefined && !decision.sealed && !decision.restricted && reading.level(id, identity) !== 'none';
  };
  const named = (reading: Reading, held: Guarded): boolean => held.restricted.length === 0 || held.restricted.includes(reading.session.userId);
  const level: CaseReader['level'] = (reading, held) => (personOpen(reading, held.personId) ? reading.level(held.personId, categoryOf(held)) : 'none');
  const opens: CaseReader['opens'] = (reading, held) => named(reading, held) && level(reading, held) === 'detail';
  return {
    level,
    opens,
    known: (reading, held) => named(reading, held) && level(reading, held) !== 'none',
    personOpen,
    async under(session, caseId, request, lock, work) {
      const [about] = isUuid(caseId) ? await personsOfCases(db.writer, [caseId]) : [];
      return access.reading(session, { action: caseAction, persons: about === undefined ? [] : [about.personId], request: `${request}${about === undefined ? '' : ` ${about.reference}`}` }, async (reading) => {
        const held = about === undefined || !personOpen(reading, about.personId) ? null : await selectCase(reading.sql, about.personId, caseId, lock);
        if (held === null) {
          if (about !== undefined && reading.persons.get(about.personId)?.restricted === true) throw new KithError('access.refused', 'This record is restricted. Its cases do not open for your team and purpose.', { mend: 'Ask the service that holds it or your information governance lead.' });
          throw notFound();
        }
        if (!named(reading, held) || level(reading, held) === 'none') throw notFound();
        if (level(reading, held) !== 'detail') throw new KithError('access.refused', `${referenceOf(held)} is with ${engine.teams.find((t) => t.id === held.team)?.name ?? held.team}. What it holds is not shared with your team for this purpose.`, { mend: 'Ring the team that has it.' });
        return work(reading, await standingOf(reading.sql, engine, held));
      });
    },
  };
}

/** What another may do to a case without its being another case to whoever looks at it. */
const small: ReadonlySet<StepKind> = new Set(['noted', 'saved', 'attached', 'task-done', 'task-not-needed', 'task-assigned', 'task-added', 'warned', 'breached', 'escalated', 'clock-paused', 'clock-resumed', 'linked', 'unlinked', 'heard', 'said', 'priority', 'member-added', 'member-removed']);

/** Throws `conflict.changed`, saying who did what and when, where more than small things were done since `revision`. */
export async function unchangedSince(reading: Reading, held: Case, revision: number): Promise<void> {
  if (held.revision === revision) return;
  const since = (await selectSteps(reading.sql, held.personId, held.caseId)).filter((s) => s.revision > revision && !small.has(s.kind));
  const [step] = since;
  if (step === undefined) return;
  const at = step.at.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
  throw new KithError('conflict.changed', `${step.userName ?? 'Kith'} changed this case at ${at}, while you were looking at it.`, {
    mend: 'Open it again: what is there now is shown first. What you saved of the form is kept.',
    detail: { by: step.userName, at: step.at.toISOString(), kind: step.kind },
  });
}

export const notFound = (): KithError => new KithError('person.not-found', 'There is no such case that you may see.');
