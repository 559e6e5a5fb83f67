import type { Reading } from '../../access/index.ts';
import type { PathwayDefinition, StateDefinition } from '../definition/pathway-schema.ts';
import { selectTasks } from '../tasks/task.store.ts';
import { selectDrafts } from './answers.store.ts';
import { selectAttachments } from './attachments.store.ts';
import { selectDocuments, selectLinks, selectMembers, selectTransfers } from './around.store.ts';
import { casesOfPerson, selectCase, selectSteps } from './case.store.ts';
import { stateOf, teamName, type Engine, type Standing } from './engine.ts';
import { toldOfCase, type CaseTold } from './notice.store.ts';
import { namesOf, type CasePerson } from './person.store.ts';
import { actionsOf, whyNotComplete, type ReadyAction } from './ready.ts';
import { actorOf, type CaseReader } from './reading.ts';
import { referenceOf, type Attachment, type Case, type CaseClock, type CaseDocument, type CaseLink, type CompletedForm, type Draft, type Step, type Task, type Transfer } from './types.ts';

/** A case as another page mentions it: as much as may be known of it. */
export interface PersonCase {
  caseId: string;
  personId: string;
  reference: string;
  pathway: string;
  pathwayTitle: string;
  teamName: string;
  open: boolean;
  openedAt: Date;
  /** The rest is null where only that there is a case may be known. */
  detail: { stateTitle: string; workerName: string | null; priority: string; dueAt: Date | null; closedAt: Date | null; onHold: boolean } | null;
}

/** A form of a case: what is completed, what is being worked on, and the part it plays now. */
export interface CaseForm {
  id: string;
  title: string;
  /** `now`: the state asks for it. `task`: an open task does. `later`: neither yet. `done`: completed, and not asked for now. */
  part: 'now' | 'task' | 'done' | 'later';
  newest: CompletedForm | null;
  draft: Draft | null;
  /** Answers that others saved beside the draft. */
  aside: Draft[];
}

/** A linked case, or another open one of the person: null where it may not be known. */
export type LinkedCase = CaseLink & { case: PersonCase | null };

/** All that the page of a case shows. */
export interface CaseDetail {
  case: Case;
  reference: string;
  person: CasePerson;
  /** The definition that the case runs on, which need not be the newest. */
  pathway: PathwayDefinition;
  state: StateDefinition & { id: string };
  teamName: string;
  priority: string;
  /** Ways on from here; where the form comes first there are none but those that are heard of. */
  actions: ReadyAction[];
  /** Why this reader may not complete the state's form; null where they may, or there is none. */
  notComplete: string | null;
  forms: CaseForm[];
  /** Open ones first. */
  tasks: Task[];
  clocks: CaseClock[];
  /** Newest first: its chronology. */
  steps: Step[];
  members: { personId: string; role: string; person: CasePerson | null }[];
  links: LinkedCase[];
  /** Other cases of the person that are open: whoever opens another sees them. */
  others: PersonCase[];
  transfers: Transfer[];
  attachments: Attachment[];
  documents: CaseDocument[];
  told: CaseTold[];
  /** Whether the reader's team has it, or it is offered to them. */
  ours: boolean;
  offered: Transfer | null;
}

const unknown = (personId: string): CasePerson => ({ personId, name: 'Name not known', born: null, died: false });

export function personCaseOf(engine: Engine, reader: CaseReader, reading: Reading, held: Case): PersonCase {
  const pathway = engine.versions.current.find((p) => p.id === held.pathway);
  const shown = reader.opens(reading, held);
  return {
    caseId: held.caseId, personId: held.personId, reference: referenceOf(held), pathway: held.pathway, pathwayTitle: pathway?.title ?? held.pathway, teamName: teamName(engine, held.team), open: held.closedAt === null, openedAt: held.openedAt,
    detail: shown
      ? { stateTitle: pathway?.states[held.state]?.title ?? held.state, workerName: held.workerName, priority: pathway?.priorities[held.priority] ?? '', dueAt: held.dueAt, closedAt: held.closedAt, onHold: held.heldAt !== null }
      : null,
  };
}

export async function detailOf(engine: Engine, reader: CaseReader, reading: Reading, standing: Standing): Promise<CaseDetail> {
  const { sql, session } = reading;
  const { case: held, pathway, forms, clocks, tasks: open } = standing;
  const [tasks, drafts, steps, members, links, siblings, transfers, attachments, documents, told] = await Promise.all([
    selectTasks(sql, held), selectDrafts(sql, held), selectSteps(sql, held.personId, held.caseId), selectMembers(sql, held), selectLinks(sql, held), casesOfPerson(sql, held.personId), selectTransfers(sql, held),
    selectAttachments(sql, held), selectDocuments(sql, held), toldOfCase(sql, held),
  ]);
  await reading.include([...members.map((m) => m.memberId), ...links.map((l) => l.otherPersonId), ...siblings.map((s) => s.personId)]);
  const names = await namesOf(sql, [held.personId, ...members.map((m) => m.memberId).filter((id) => reader.personOpen(reading, id))]);
  const others = siblings.filter((c) => c.caseId !== held.caseId && c.closedAt === null && reader.known(reading, c));
  const state = { ...stateOf(pathway, held.state), id: held.state };
  const by = actorOf(session);
  const part = (id: string): CaseForm['part'] => (state.form === id && held.formVersion === null && held.closedAt === null ? 'now' : open.some((t) => t.form === id) ? 'task' : forms.has(id) ? 'done' : 'later');
  const linked = async (link: CaseLink): Promise<LinkedCase> => {
    const found = await selectCase(sql, link.otherPersonId, link.otherId, false);
    return { ...link, case: found !== null && reader.known(reading, found) ? personCaseOf(engine, reader, reading, found) : null };
  };
  return {
    case: held,
    reference: referenceOf(held),
    person: names.get(held.personId) ?? unknown(held.personId),
    pathway,
    state,
    teamName: teamName(engine, held.team),
    priority: pathway.priorities[held.priority] ?? '',
    actions: actionsOf(engine, standing, by),
    notComplete: state.form === undefined || held.closedAt !== null ? null : whyNotComplete(engine, standing, by),
    forms: Object.entries(pathway.forms).map(([id, form]) => ({ id, title: form.title, part: part(id), newest: forms.get(id) ?? null, draft: drafts.find((d) => d.form === id && !d.aside) ?? null, aside: drafts.filter((d) => d.form === id && d.aside) })),
    tasks,
    clocks: [...clocks],
    steps,
    members: members.map(({ memberId, role }) => ({ personId: memberId, role, person: reader.personOpen(reading, memberId) ? (names.get(memberId) ?? unknown(memberId)) : null })),
    links: await Promise.all(links.map(linked)),
    others: others.map((c) => personCaseOf(engine, reader, reading, c)),
    transfers,
    attachments,
    documents,
    told,
    ours: held.team === session.team,
    offered: transfers.find((t) => t.state === 'offered' && t.toTeam === session.team) ?? null,
  };
}
