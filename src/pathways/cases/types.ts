import type { Value } from '../types.ts';

/** A row of `pathways.case`. Whose it is decides nothing about who may see it: a reading does. */
export interface Case {
  personId: string;
  caseId: string;
  number: number;
  letters: string;
  pathway: string;
  /** Of the definition it runs on. */
  version: number;
  /** Bank holidays its deadlines were worked out with. */
  calendar: string;
  single: boolean;
  state: string;
  /** In that state since. */
  since: Date;
  team: string;
  worker: string | null;
  workerName: string | null;
  /** Place in the pathway's priorities, lowest 0. */
  priority: number;
  heldAt: Date | null;
  /** ISO day on which a hold is looked at again. */
  holdUntil: string | null;
  /** Ids of those who alone may see it; nobody in particular when empty. */
  restricted: string[];
  /** Version of the state's form completed since the case came here; null while there is none. */
  formVersion: number | null;
  formOutcome: string | null;
  /** Who completed it, and who completed the last form of an earlier state. */
  doneBy: string | null;
  preparedBy: string | null;
  revision: number;
  openedAt: Date;
  openedBy: string | null;
  origin: Origin | null;
  closedAt: Date | null;
  /** `end`: the pathway came to an end; `closed`: somebody closed it before. */
  closedAs: 'end' | 'closed' | null;
  /** Nearest of its running deadlines and open tasks. */
  dueAt: Date | null;
  checkPerson: boolean;
}

/** What can change of a case after it was opened. */
export type CasePatch = Partial<Omit<Case, 'caseId' | 'number' | 'letters' | 'pathway' | 'openedAt' | 'openedBy' | 'origin'>>;

/** What began a case. `id` is that of the alert or case; `reference` what people call it. */
export interface Origin {
  kind: 'alert' | 'case' | 'event' | 'worker';
  id: string | null;
  reference: string | null;
  /** Of an event: its topic. */
  topic?: string;
}

/** `CHC-000123`: what a case is called. */
export const referenceOf = ({ letters, number }: Pick<Case, 'letters' | 'number'>): string => `${letters}-${String(number).padStart(6, '0')}`;

export const stepKinds = [
  'opened', 'moved', 'saved', 'completed', 'changed-answers', 'assigned', 'taken', 'let-go', 'team', 'offered', 'accepted', 'rejected', 'withdrawn', 'held', 'resumed', 'priority', 'linked', 'unlinked',
  'member-added', 'member-removed', 'restricted', 'unrestricted', 'noted', 'clock-paused', 'clock-resumed', 'warned', 'breached', 'task-done', 'task-not-needed', 'task-assigned', 'task-added', 'escalated', 'closed', 'reopened',
  'attached', 'heard', 'migrated', 'check-person', 'confirmed-person', 'person-joined', 'said',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** One thing done with a case. */
export interface Step {
  stepId: string;
  at: Date;
  kind: StepKind;
  /** Null when Kith did it by itself. */
  userId: string | null;
  userName: string | null;
  team: string;
  role: string | null;
  fromState: string | null;
  toState: string | null;
  note: string | null;
  /** Revision of the case that it made. */
  revision: number;
  /** `action`, `outcome`, `because`, `approval`, `form`, `version`, `title` of a deadline or task… */
  detail: Record<string, string | number | boolean | null>;
}

/** Somebody acting, or Kith by itself. */
export interface Actor {
  userId: string | null;
  name: string | null;
  team: string;
  role: string | null;
}

/** Where an answer was taken from: a sentence for whoever completes the form, and as of when (ISO). */
export interface Provenance {
  from: string;
  asOf: string | null;
}
export type Provenances = Readonly<Record<string, Provenance>>;

/** A form as it was completed. */
export interface CompletedForm {
  form: string;
  /** 1 the first time; each change of answers adds one. */
  version: number;
  state: string;
  answers: Record<string, Value>;
  provenance: Provenances;
  result: CompletedResult;
  userId: string | null;
  userName: string | null;
  at: Date;
  /** Why completed answers were changed; null for the first version. */
  reason: string | null;
}

/** What a completed form came to. */
export interface CompletedResult {
  outcome: string | null;
  because: string | null;
  scores: { name: string; title: string; total: number | null; band: { id: string; title: string; advice: string | null } | null }[];
  /** What was worked out. */
  calculated: { name: string; title: string; unit: string | null; value: Value }[];
}

/** Answers not completed yet. */
export interface Draft {
  draftId: string;
  form: string;
  /** Kept beside the one that is worked on, because whoever saved it had not seen it. */
  aside: boolean;
  answers: Record<string, Value>;
  provenance: Provenances;
  /** Goes up with each save. */
  revision: number;
  userId: string | null;
  userName: string | null;
  savedAt: Date;
}

export interface Task {
  personId: string;
  caseId: string;
  taskId: string;
  /** Id in the definition. */
  task: string;
  title: string;
  role: string;
  team: string;
  assignee: string | null;
  assigneeName: string | null;
  dueAt: Date | null;
  /** Form that does it. */
  form: string | null;
  blocks: boolean;
  state: 'open' | 'done' | 'not-needed';
  madeAt: Date;
  madeIn: string;
  escalatedAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endedByName: string | null;
}

export interface CaseClock {
  personId: string;
  caseId: string;
  clockId: string;
  /** Id in the definition. */
  deadline: string;
  title: string;
  /** Role that must meet it, and the team that holds it. */
  owner: string;
  team: string;
  startedAt: Date;
  /** ISO day in London; it runs to its end. */
  dueDay: string;
  /** The instant after which it is late. */
  dueAt: Date;
  /** It runs in hours: show the hour too. */
  hourly: boolean;
  warnAt: Date | null;
  warnedAt: Date | null;
  /** Late since; stays when it was met late. */
  breachedAt: Date | null;
  state: 'running' | 'paused' | 'met' | 'stopped';
  pausedAt: Date | null;
  pausedByState: boolean;
  pauses: { from: string; to: string }[];
  endedAt: Date | null;
}

export interface CaseLink {
  otherPersonId: string;
  otherId: string;
  /** What the other is to this one. */
  kind: 'opened' | 'opened-by' | 'related';
  waits: boolean;
  linkedAt: Date;
  userName: string | null;
}

export interface Transfer {
  transferId: string;
  fromTeam: string;
  toTeam: string;
  note: string;
  offeredAt: Date;
  offeredBy: string;
  offeredByName: string;
  state: 'offered' | 'accepted' | 'rejected' | 'withdrawn';
  answeredAt: Date | null;
  answeredByName: string | null;
  answerNote: string | null;
}

export interface Attachment {
  attachmentId: string;
  name: string;
  /** By what its first bytes say, never by its name. */
  type: string;
  size: number;
  userName: string;
  addedAt: Date;
}

/** A document that a step asked for. */
export interface CaseDocument {
  documentId: string;
  /** Id in the definition. */
  document: string;
  askedAt: Date;
  askedIn: string;
  madeAt: Date | null;
}

/** A returns event as it was when it happened. */
export interface ReturnedEvent {
  personId: string;
  caseId: string;
  returnedId: string;
  return: string;
  event: string;
  fields: Record<string, Value>;
  at: Date;
}

/** A team is told that a case waits. Nothing of a person is in it. */
export interface CaseNotice {
  noticeId: string;
  personId: string;
  caseId: string;
  reference: string;
  kind: string;
  says: string;
  channel: string;
  toldAt: Date;
  /** When the reader read it; null for new. */
  readAt: Date | null;
  /** Who else of the team read it. */
  readBy: string[];
}
