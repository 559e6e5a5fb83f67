import type { Access, Reading, Session } from '../../access/index.ts';
import { isUuid, KithError } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { DocumentModel } from '../documents/model.ts';
import { documentOfCase } from '../documents/of-case.ts';
import { evaluateForm } from '../forms/evaluate.ts';
import type { FormResult, Value } from '../types.ts';
import { act, type CaseAction } from './acts.ts';
import { answerVersions, newestOfPerson, removeDraft } from './answers.store.ts';
import { insertAttachment, selectAttachment } from './attachments.store.ts';
import { insertLink, insertMembers, removeLink, removeMember, type Member } from './around.store.ts';
import { caseByReference, casesOfPerson, insertSteps, personsOfCases, selectCase, selectSteps } from './case.store.ts';
import { detailOf, personCaseOf, type CaseDetail, type PersonCase } from './detail.ts';
import { teamFor, type Engine, type Standing } from './engine.ts';
import { checkFile, type FileType } from './file-type.ts';
import { completeForm, saveDraft, swapDrafts, type Completed, type Completing, type Saved, type Saving } from './forms.ts';
import { openCase } from './open.ts';
import { actorOf, caseAction, notFound, unchangedSince, type CaseReader } from './reading.ts';
import { referenceOf, type Attachment, type Case, type CompletedForm, type Draft, type Origin, type Step } from './types.ts';

/** A case somebody opens by hand. */
export interface Opening {
  personId: string;
  pathway: string;
  note?: string;
  /** Place among the pathway's priorities; its second when not given. */
  priority?: number;
  /** The alert or event it comes from; the worker when not given. */
  origin?: Origin;
  /** Answers its first form begins with, and where they are from, in words. */
  answers?: Readonly<Record<string, Value>>;
  from?: string;
  /** Others it is about: the children of a family. */
  members?: readonly Member[];
}

/** Cases under a reading. Every function decides, opens and logs as `case`. */
export interface CaseDesk {
  /** Pathways that this session may open a case of. */
  startable(session: Session): { id: string; title: string; about: string }[];
  /** Throws `conflict.changed` where there is one open already, with its `caseId` and `reference` in `detail`; `access.refused`, `person.not-found`. */
  open(session: Session, opening: Opening): Promise<Case>;
  /** Throws `person.not-found` for what there is not, is sealed or is restricted to others; `access.refused` where its category is not open. */
  one(session: Session, caseId: string): Promise<CaseDetail>;
  /** Cases of a person in the caller's reading: as much of each as may be known; open ones first. */
  ofPerson(reading: Reading, personId: string): Promise<PersonCase[]>;
  /** Keeps answers as they stand. `is: 'aside'` where another saved meanwhile. */
  save(session: Session, caseId: string, saving: Saving): Promise<Saved>;
  /** What answers would come to, without keeping anything. */
  evaluate(session: Session, caseId: string, form: string, answers: Readonly<Record<string, Value>>): Promise<FormResult>;
  complete(session: Session, caseId: string, completing: Completing): Promise<Completed>;
  /** Makes answers kept aside the ones that are worked on. */
  useDraft(session: Session, caseId: string, draftId: string): Promise<Draft>;
  dropDraft(session: Session, caseId: string, draftId: string): Promise<void>;
  /** Every version of a completed form, newest first. */
  versions(session: Session, caseId: string, form: string): Promise<CompletedForm[]>;
  /** A person's newest completed form of another pathway, for prefilling; null where there is none that may be read. */
  newest(reading: Reading, personId: string, pathway: string, form: string): Promise<(CompletedForm & { caseId: string }) | null>;
  /** @param revision that of the case the worker saw. Throws `conflict.changed` saying who did what since. */
  act(session: Session, caseId: string, revision: number, action: CaseAction): Promise<Case>;
  /** One thing for many, each alone: assigning, mostly. @returns how many it was done to, and why not to the others */
  actOnMany(session: Session, caseIds: readonly string[], action: CaseAction): Promise<{ done: number; not: { reference: string; because: string }[] }>;
  /** Links a case with another by its reference, or takes the link away. */
  link(session: Session, caseId: string, reference: string): Promise<void>;
  unlink(session: Session, caseId: string, otherId: string): Promise<void>;
  addMember(session: Session, caseId: string, member: Member): Promise<void>;
  removeMember(session: Session, caseId: string, memberId: string): Promise<void>;
  /** Throws `import.refused` for a file that may not be kept. */
  attach(session: Session, caseId: string, file: { name: string; content: Buffer }): Promise<Attachment & { kind: FileType['id'] }>;
  /** To be sent as a download; `image` may be shown in a page with this type and no other. */
  attachment(session: Session, caseId: string, attachmentId: string): Promise<Attachment & { content: Buffer; image: boolean }>;
  /** A document of the case as it stands now, kept where a step asked for it. Throws `person.not-found` for one that its pathway does not have. */
  document(session: Session, caseId: string, document: string): Promise<{ model: DocumentModel; pathway: PathwayDefinition }>;
  /** The id of a case by its reference, for a search box; it says nothing of anybody. */
  find(reference: string): Promise<string | null>;
}

const manyAtMost = 100;

/** A step as a document's chronology says it: what was done, and where it led. */
function stepInWords({ kind, toState, detail }: Step, pathway: PathwayDefinition): string {
  const done = typeof detail.action === 'string' ? detail.action : typeof detail.title === 'string' ? detail.title : typeof detail.form === 'string' ? (pathway.forms[detail.form]?.title ?? detail.form) : null;
  const where = toState === null ? null : (pathway.states[toState]?.title ?? toState);
  const word = kind.replaceAll('-', ' ');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}${done === null ? '' : `: ${done}`}${where === null ? '' : ` (${where})`}`;
}

export function createCaseDesk(engine: Engine, access: Pick<Access, 'reading' | 'categories' | 'may'>, reader: CaseReader): CaseDesk {
  const { db, clock } = engine.kernel;
  const { under } = reader;
  const now = (): Date => clock.now();
  const ownTeam = ({ case: held }: Standing, session: Session): void => {
    if (held.team !== session.team) throw new KithError('access.refused', `${engine.teams.find((t) => t.id === held.team)?.name ?? held.team} has this case.`);
  };
  const note = (reading: Reading, { case: held }: Standing, kind: 'linked' | 'unlinked' | 'member-added' | 'member-removed' | 'attached', detail: Record<string, string | number | null>): Promise<string[]> =>
    insertSteps(reading.sql, held, { userId: reading.session.userId, userName: reading.session.name, team: reading.session.team, role: reading.session.role }, [{ kind, detail }], now());

  return {
    startable: (session) => (access.may(session, caseAction) ? engine.versions.current.filter((p) => p.start !== undefined && Object.hasOwn(p.roles, session.role)).map(({ id, title, about }) => ({ id, title, about })) : []),
    open: (session, opening) => {
      const pathway = engine.versions.newest(opening.pathway);
      if (!Object.hasOwn(pathway.roles, session.role)) throw new KithError('access.refused', `A ${session.role.replaceAll('-', ' ')} does not open ${pathway.title}.`);
      const members = opening.members ?? [];
      return access.reading(session, { action: caseAction, persons: [opening.personId, ...members.map((m) => m.memberId)], request: `open ${opening.pathway}` }, async (reading) => {
        if (![opening.personId, ...members.map((m) => m.memberId)].every((id) => reader.personOpen(reading, id))) throw new KithError('person.not-found', 'There is no such person.');
        const first = pathway.states[pathway.start ?? ''];
        const mine = first?.role === undefined || teamFor(engine, first.role, session.team) === session.team;
        return openCase(
          reading.sql, engine,
          {
            personId: opening.personId.toLowerCase(), pathway: pathway.id, team: session.team, worker: mine && first?.role === session.role ? { userId: session.userId, name: session.name } : null,
            origin: opening.origin ?? { kind: 'worker', id: null, reference: null }, note: opening.note?.trim() || null, members,
            ...(opening.priority === undefined ? {} : { priority: opening.priority }), ...(opening.answers === undefined ? {} : { answers: opening.answers, from: opening.from ?? 'What began this case' }),
          },
          actorOf(session), now(),
        );
      });
    },
    one: (session, caseId) => under(session, caseId, 'case', false, (reading, standing) => detailOf(engine, reader, reading, standing)),
    async ofPerson(reading, personId) {
      const found = await casesOfPerson(reading.sql, personId);
      await reading.include(found.map((c) => c.personId));
      return found.filter((c) => reader.known(reading, c)).map((c) => personCaseOf(engine, reader, reading, c));
    },
    save: (session, caseId, saving) => under(session, caseId, `save ${saving.form}`, true, (reading, standing) => saveDraft(reading.sql, engine, standing, saving, actorOf(session), now())),
    evaluate: (session, caseId, form, answers) =>
      under(session, caseId, `try ${form}`, false, async (_reading, { pathway }) => {
        const definition = pathway.forms[form];
        if (definition === undefined) throw new KithError('usage.invalid', `${pathway.title} has no form "${form}".`);
        return evaluateForm(pathway, definition, answers);
      }),
    complete: (session, caseId, completing) =>
      under(session, caseId, `complete ${completing.form}`, true, async (reading, standing) => {
        await unchangedSince(reading, standing.case, completing.revision);
        return completeForm(reading.sql, engine, standing, completing, actorOf(session), now());
      }),
    useDraft: (session, caseId, draftId) => under(session, caseId, 'use draft', true, (reading, { case: held }) => swapDrafts(reading.sql, held, draftId)),
    dropDraft: (session, caseId, draftId) =>
      under(session, caseId, 'drop draft', true, async (reading, { case: held }) => {
        if (isUuid(draftId)) await removeDraft(reading.sql, held, { draftId });
      }),
    versions: (session, caseId, form) => under(session, caseId, `versions ${form}`, false, (reading, { case: held }) => answerVersions(reading.sql, held, form)),
    async newest(reading, personId, pathway, form) {
      const category = engine.versions.current.find((p) => p.id === pathway)?.category ?? access.categories[0]?.id ?? '';
      return reader.personOpen(reading, personId) && reading.level(personId, category) === 'detail' ? newestOfPerson(reading.sql, personId, pathway, form) : null;
    },
    act: (session, caseId, revision, action) =>
      under(session, caseId, action.do, true, async (reading, standing) => {
        await unchangedSince(reading, standing.case, revision);
        return act(reading.sql, engine, standing, action, actorOf(session), now());
      }),
    async actOnMany(session, caseIds, action) {
      const not: { reference: string; because: string }[] = [];
      let done = 0;
      for (const { caseId, reference } of (await personsOfCases(db.writer, [...new Set(caseIds)].filter(isUuid).slice(0, manyAtMost)))) {
        try {
          await under(session, caseId, action.do, true, (reading, standing) => act(reading.sql, engine, standing, action, actorOf(session), now()));
          done += 1;
        } catch (error) {
          if (!(error instanceof KithError)) throw error;
          if (error.code !== 'person.not-found') not.push({ reference, because: error.message });
        }
      }
      return { done, not };
    },
    async link(session, caseId, reference) {
      const otherId = await caseByReference(db.writer, reference);
      const [other] = otherId === null ? [] : await personsOfCases(db.writer, [otherId]);
      if (other === undefined || otherId === caseId) throw new KithError('request.invalid', `There is no other case ${reference.trim().toUpperCase()}.`);
      await under(session, caseId, `link ${other.reference}`, true, async (reading, standing) => {
        ownTeam(standing, session);
        await reading.include([other.personId]);
        const found = await selectCase(reading.sql, other.personId, other.caseId, false);
        if (found === null || !reader.known(reading, found)) throw new KithError('request.invalid', `There is no other case ${reference.trim().toUpperCase()}.`);
        await insertLink(reading.sql, standing.case, found, 'related', false, session.name, now());
        await note(reading, standing, 'linked', { to: referenceOf(found) });
      });
    },
    async unlink(session, caseId, otherId) {
      const [other] = isUuid(otherId) ? await personsOfCases(db.writer, [otherId]) : [];
      if (other === undefined) throw notFound();
      await under(session, caseId, `unlink ${other.reference}`, true, async (reading, standing) => {
        ownTeam(standing, session);
        await reading.include([other.personId]);
        await removeLink(reading.sql, standing.case, other);
        await note(reading, standing, 'unlinked', { to: other.reference });
      });
    },
    addMember: (session, caseId, member) =>
      under(session, caseId, 'add member', true, async (reading, standing) => {
        ownTeam(standing, session);
        const memberId = member.memberId.toLowerCase();
        await reading.include([memberId]);
        if (!reader.personOpen(reading, memberId) || memberId === standing.case.personId) throw new KithError('person.not-found', 'There is no such person.');
        await insertMembers(reading.sql, standing.case, [{ ...member, memberId }], now());
        await note(reading, standing, 'member-added', { role: member.role });
      }),
    removeMember: (session, caseId, memberId) =>
      under(session, caseId, 'remove member', true, async (reading, standing) => {
        ownTeam(standing, session);
        await removeMember(reading.sql, standing.case, memberId);
        await note(reading, standing, 'member-removed', {});
      }),
    attach: (session, caseId, file) => {
      const { type, name } = checkFile(file.name, file.content);
      return under(session, caseId, 'attach', true, async (reading, standing) => {
        const kept = await insertAttachment(reading.sql, engine.seals, standing.case, { name, type: type.type, content: file.content, userId: session.userId, userName: session.name }, now());
        await note(reading, standing, 'attached', { size: kept.size });
        return { ...kept, kind: type.id };
      });
    },
    attachment: (session, caseId, attachmentId) =>
      under(session, caseId, 'attachment', false, async (reading, { case: held }) => {
        const found = isUuid(attachmentId) ? await selectAttachment(reading.sql, engine.seals, held, attachmentId) : null;
        if (found === null) throw notFound();
        return { ...found, image: found.type.startsWith('image/') };
      }),
    document: (session, caseId, document) =>
      under(session, caseId, `document ${document}`, false, async (reading, { case: held, pathway, forms }) => {
        if (!Object.hasOwn(pathway.documents, document)) throw notFound();
        const steps = await selectSteps(reading.sql, held.personId, held.caseId);
        const chronology = steps.toReversed().map((s) => ({ at: s.at.toISOString(), says: stepInWords(s, pathway), by: s.userName }));
        const completed = Object.fromEntries([...forms].map(([id, f]) => [id, { answers: f.answers, scores: f.result.scores, at: f.at.toISOString(), by: f.userName }]));
        const of = { personId: held.personId, caseId: held.caseId, reference: referenceOf(held), forms: completed, chronology };
        return { model: await documentOfCase(reading, session, pathway, of, document, access.categories, now()), pathway };
      }),
    find: (reference) => caseByReference(db.writer, reference),
  };
}
