import type { Access, Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { contextOf, valuesOf } from '../cases/context.ts';
import type { Engine } from '../cases/engine.ts';
import { namesOf, type CasePerson } from '../cases/person.store.ts';
import { caseAction, type CaseReader } from '../cases/reading.ts';
import { referenceOf, type Case } from '../cases/types.ts';
import type { Value } from '../types.ts';
import { answersOfCases, countStates, deadlineFigures, selectBoard, type DeadlineFigures } from './board.store.ts';

/** An open case as a board shows it. */
export interface BoardCase {
  case: Case;
  reference: string;
  person: CasePerson;
  overdue: boolean;
  /** What the pathway shows of each case, by title; null where it rests on what is not answered yet. */
  shows: Record<string, Value>;
}

/** All of a team's open cases of one pathway by the state they stand in, and how its deadlines have been kept. */
export interface Board {
  pathway: { id: string; title: string; shows: string[] };
  states: { id: string; title: string; cases: BoardCase[]; count: number; overdue: number }[];
  /** Cases that are there and not shown: restricted to others. */
  hidden: number;
  /** More stand open than are shown. */
  more: boolean;
  deadlines: (DeadlineFigures & { title: string; source: string })[];
  /** ISO day since which what ended counts. */
  since: string;
}

const mostShown = 200;
const daysLookedBack = 365;
const dayMs = 86_400_000;

/**
 * A team's board of a pathway. Decides, opens and logs as `case`. Throws `usage.invalid` for a pathway that is none.
 */
export async function boardOf(engine: Engine, access: Pick<Access, 'reading'>, reader: CaseReader, session: Session, pathwayId: string): Promise<Board> {
  const pathway = engine.versions.current.find((p) => p.id === pathwayId && p.start !== undefined);
  if (pathway === undefined) throw new KithError('usage.invalid', 'There is no such pathway with cases here.');
  const of = { team: session.team, pathway: pathway.id };
  return access.reading(session, { action: caseAction, persons: [], request: `board ${pathway.id}` }, async (reading) => {
    const now = engine.kernel.clock.now();
    const since = new Date(now.getTime() - daysLookedBack * dayMs);
    const rows = await selectBoard(reading.sql, of, now, mostShown + 1);
    const listed = rows.slice(0, mostShown);
    await reading.include(listed.map((c) => c.personId));
    const open = listed.filter((c) => reading.persons.get(c.personId)?.sealed === false && reader.opens(reading, c));
    const [names, answers, counts, figures] = await Promise.all([
      namesOf(reading.sql, open.map((c) => c.personId)),
      Object.keys(pathway.board).length === 0 ? [] : answersOfCases(reading.sql, open),
      countStates(reading.sql, of, now),
      deadlineFigures(reading.sql, of, since, now),
    ]);
    const answered = Map.groupBy(answers, (a) => a.caseId);
    const shown = open.map((held): BoardCase => {
      const forms = new Map((answered.get(held.caseId) ?? []).map((a) => [a.form, a]));
      return {
        case: held, reference: referenceOf(held), overdue: held.dueAt !== null && held.dueAt < now,
        person: names.get(held.personId) ?? { personId: held.personId, name: 'Name not known', born: null, died: false },
        shows: valuesOf(pathway.board, contextOf({ case: held, pathway, forms })),
      };
    });
    return {
      pathway: { id: pathway.id, title: pathway.title, shows: Object.keys(pathway.board) },
      // A case on an earlier version may stand in a state that there no longer is.
      states: [...new Set([...Object.keys(pathway.states).filter((id) => !pathway.states[id]!.end), ...counts.map((c) => c.state)])].map((id) => {
        const counted = counts.find((c) => c.state === id);
        return { id, title: pathway.states[id]?.title ?? id, cases: shown.filter((c) => c.case.state === id), count: counted?.cases ?? 0, overdue: counted?.overdue ?? 0 };
      }),
      hidden: listed.length - open.length,
      more: rows.length > mostShown,
      deadlines: Object.entries(pathway.deadlines).map(([id, { title, source }]) => ({ ...(figures.find((f) => f.deadline === id) ?? { deadline: id, running: 0, late: 0, paused: 0, metInTime: 0, metLate: 0 }), title, source })),
      since: since.toISOString().slice(0, 10),
    };
  });
}
