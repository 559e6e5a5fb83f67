import { dueAfter, type CaseDetail, type FormResult, type PathwayDefinition } from '../../pathways/index.ts';
import { showLongDay } from './cases.ts';

/** What would follow of one way on from where a case stands. */
export interface Following {
  action: string;
  to: string;
  ends: boolean;
  /** Role that does it, where it is not taken by itself. */
  note: boolean;
  lines: string[];
}

type Transition = PathwayDefinition['states'][string]['transitions'][number];

/** What completing the state's form would lead to, by what it comes to now: next step, deadlines that start, who is told, what is made. */
export function whatFollows({ pathway, state, case: held }: Pick<CaseDetail, 'pathway' | 'state' | 'case'>, form: string, result: Pick<FormResult, 'outcome'>, now: Date, today: string): Following[] {
  if (state.form !== form || held.formVersion !== null) return [];
  return state.transitions.filter((t) => t.event === undefined && (t.on === undefined || t.on === result.outcome)).map((t) => following(pathway, t, now, today));
}

export function following(pathway: PathwayDefinition, t: Transition, now: Date, today: string): Following {
  const to = pathway.states[t.to];
  const role = (id: string): string => id.replaceAll('-', ' ');
  const next = to?.form === undefined ? [] : [`Next is ${pathway.forms[to.form]?.title ?? to.form}${to.role === undefined ? '' : `, by a ${role(to.role)}`}.`];
  return {
    action: t.action, to: to?.title ?? t.to, ends: to?.end === true, note: t.note,
    lines: [
      ...next,
      ...(to?.approval === undefined ? [] : [`To be approved${to.role === undefined ? '' : ` by a ${role(to.role)}`}: ${to.approval.charAt(0).toLowerCase()}${to.approval.slice(1)}.`]),
      ...t.starts.flatMap((id) => {
        const deadline = pathway.deadlines[id];
        return deadline === undefined ? [] : [`${deadline.title}: starts now, due ${showLongDay(dueAfter(now, deadline.after).day, today)}.`];
      }),
      ...t.stops.flatMap((id) => (pathway.deadlines[id] === undefined ? [] : [`${pathway.deadlines[id].title}: no longer runs.`])),
      ...[...t.tasks, ...(to?.tasks ?? [])].flatMap((id) => (pathway.tasks[id] === undefined ? [] : [`To be done: ${pathway.tasks[id].title}, by a ${role(pathway.tasks[id].role)}.`])),
      ...t.notices.flatMap((id) => (pathway.notices[id] === undefined ? [] : [`A ${role(pathway.notices[id].to)} is told: “${pathway.notices[id].says}”.`])),
      ...t.documents.flatMap((id) => (pathway.documents[id] === undefined ? [] : [`${pathway.documents[id].title} is made.`])),
      ...t.opens.map((o) => `A case is opened: ${role(o.pathway)}.`),
      ...(to?.end === true ? ['The case ends.'] : []),
    ],
  };
}
