import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { KithError } from '../../kernel/index.ts';
import { checkFile, evaluateForm, fieldsOf, largestFile, type Saved, type Value } from '../../pathways/index.ts';
import { Scores } from '../components/form/scores.tsx';
import { pagesOf } from '../components/form/view.ts';
import type { FieldError } from '../components/messages.tsx';
import { formAsidePage } from '../pages/case/form-aside.tsx';
import { formCheckPage } from '../pages/case/form-check.tsx';
import { formHistoryPage } from '../pages/case/form-history.tsx';
import { formListPage } from '../pages/case/form-list.tsx';
import { errorsOf, formQuestionsPage, scoresBy } from '../pages/case/form-page.tsx';
import { formPrintPage } from '../pages/case/form-print.tsx';
import { paths } from '../paths.ts';
import { filesOf, showAnswer } from '../words/answers.ts';
import { whatFollows } from '../words/what-follows.ts';
import { readAnswers, readPressed, type Pressed, type Sent } from './case-answers.ts';
import { alsoAt, openForm, workingOf, type OpenForm } from './case-form-state.ts';
import { asking, sentOf, type Asking, type CasePageServices } from './case-kit.ts';

interface Where {
  id: string;
  form: string;
  page: string;
}

/** A long assessment is sent in one piece. */
const largestPage = 1024 * 1024;
const fieldsAtMost = 4_000;

/** A file of a form that was sent in parts. */
interface SentFile {
  filename: string;
  content: Buffer;
}

const timeOf = (at: Date): string => at.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });

/**
 * The forms of a case: pages of questions, checked and completed. Whatever is sent is saved before anything is said of it, so that nothing is
 * lost by an error, another's change or the end of a session. Each look and change goes through the case desk, which decides and logs.
 */
export function addCaseFormPages(app: FastifyInstance, services: CasePageServices): void {
  // Only here may files be sent, and only by somebody signed in: a body in parts is held in memory while it is read.
  void app.register(async (scope) => {
    await scope.register(multipart, { attachFieldsToBody: 'keyValues', limits: { fileSize: largestFile, files: 20, fields: fieldsAtMost, fieldSize: largestPage }, onFile: keepFile });
    addRoutes(scope, services);
  });
}

type Keeping = (this: FastifyRequest, part: { filename: string; toBuffer: () => Promise<Buffer>; value?: unknown }) => Promise<void>;
const keepFile: Keeping = async (part) => {
  part.value = { filename: part.filename, content: await part.toBuffer() } satisfies SentFile;
};

function addRoutes(app: FastifyInstance, services: CasePageServices): void {
  const { cases, signIn, sendPage, clock } = services;
  const { desk } = cases;
  const signedIn = { preHandler: signIn.requireSession };
  const sending = { ...signedIn, bodyLimit: largestPage };
  const where = (request: FastifyRequest): Where => request.params as Where;
  app.addHook('onRequest', async (request) => {
    if (request.session === null && (request.headers['content-type'] ?? '').startsWith('multipart/')) throw new KithError('access.unauthenticated', 'You have been signed out.', { mend: 'Sign in again; what you typed is still in the page behind this one.' });
  });

  const opened = async (request: FastifyRequest): Promise<{ asked: Asking; open: OpenForm }> => {
    const asked = await asking(services, request);
    const { id, form } = where(request);
    return { asked, open: await openForm(services, asked, id, form) };
  };
  const numberOf = (request: FastifyRequest, { form }: OpenForm): number => {
    const number = Number(where(request).page);
    if (!Number.isInteger(number) || form.pages[number - 1] === undefined) throw new KithError('person.not-found', 'There is no such page.');
    return number;
  };

  app.get(paths.caseForm(':id', ':form'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    return sendPage(request, reply, 200, formListPage({ open, today: asked.context.today, saved: asked.context.one('saved') === '1', also: alsoAt(open.own, asked.session.userId, clock.now()), userId: asked.session.userId }));
  });

  const showPage = (request: FastifyRequest, reply: FastifyReply, asked: Asking, open: OpenForm, number: number, errors: readonly FieldError[], more: boolean): Promise<FastifyReply> =>
    sendPage(request, reply, errors.length > 0 ? 400 : 200, formQuestionsPage({
      open, number, csrf: asked.csrf, today: asked.context.today, errors, more, also: alsoAt(open.own, asked.session.userId, clock.now()), savedAt: open.own.draft === null ? null : timeOf(open.own.draft.savedAt),
    }));
  app.get(paths.caseFormPage(':id', ':form', ':page'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    return showPage(request, reply, asked, open, numberOf(request, open), [], asked.context.one('more') === '1');
  });

  app.post(paths.caseFormPage(':id', ':form', ':page'), sending, async (request, reply) => {
    const { asked, open } = await opened(request);
    const number = numberOf(request, open);
    const sent = sentOf(request);
    const pressed = readPressed(sent);
    const { saved, after, fileErrors } = await keep(asked, open, number, sent, pressed, request);
    const { caseId } = open.detail.case;
    if (saved.is === 'aside') return reply.redirect(paths.caseFormPart(caseId, open.own.id, 'aside'), 303);
    if (fileErrors.length > 0) return showPage(request, reply, asked, after, number, fileErrors, false);
    if (pressed.does === 'later') return reply.redirect(`${paths.caseForm(caseId, open.own.id)}?saved=1`, 303);
    const here = paths.caseFormPage(caseId, open.own.id, number);
    if (pressed.does !== 'continue') return reply.redirect(pressed.field === '' ? here : `${here}#${placeOf(pressed, after)}`, 303);
    // What was not on the page when it was sent is asked before it is said to be missing.
    const shown = new Set(sent.one('shown').split(','));
    const unseen = new Set(after.form.pages[number - 1]!.fields.filter((f) => !shown.has(f.name) && after.working.result.asked.includes(f.name) && f.type !== 'calculated').map((f) => f.name));
    const errors = errorsOf(after, number, unseen);
    if (errors.length > 0) return showPage(request, reply, asked, after, number, errors, unseen.size > 0);
    if (unseen.size > 0) return reply.redirect(`${here}?more=1#${[...unseen][0]!}`, 303);
    const next = pagesOf(after.form, after.working).find((p) => p.number > number && p.status !== 'left' && p.status !== 'waiting');
    return reply.redirect(next === undefined ? paths.caseFormPart(caseId, open.own.id, 'check') : paths.caseFormPage(caseId, open.own.id, next.number), 303);
  });

  app.post(paths.caseFormSave(':id', ':form', ':page'), sending, async (request, reply) => {
    const { asked, open } = await opened(request);
    const number = numberOf(request, open);
    const { saved, after } = await keep(asked, open, number, sentOf(request), { does: 'save', field: '', place: -1 }, request);
    const names = after.form.pages[number - 1]!.fields.map((f) => f.name);
    const { result } = after.working;
    return reply.send({
      saved: timeOf(saved.draft.savedAt),
      revision: saved.is === 'aside' ? null : saved.draft.revision,
      aside: saved.is === 'aside' ? { by: saved.theirs.userName ?? 'Somebody', href: paths.caseFormPart(after.detail.case.caseId, after.own.id, 'aside') } : null,
      asked: names.filter((name) => result.asked.includes(name)),
      calculated: Object.fromEntries(result.calculated.flatMap((c) => (c.value === null ? [] : [[c.name, showAnswer(fieldsOf(after.form).find((f) => f.name === c.name)!, c.value)]]))),
      live: renderToString(<Scores form={after.form} scores={scoresBy(after.form, number, result.scores)} />),
    });
  });

  /** Saves what was sent, with the files that came with it, and gives the form as it is then. */
  async function keep({ session }: Asking, open: OpenForm, number: number, sent: Sent, pressed: Pressed, request: FastifyRequest): Promise<{ saved: Saved; after: OpenForm; fileErrors: FieldError[] }> {
    const { detail, own, form, working, keeping } = open;
    const fields = form.pages[number - 1]!.fields;
    const read = readAnswers(fields, sent, { ...working, keeping }, pressed, clock.now().toISOString());
    const fileErrors: FieldError[] = [];
    for (const field of pressed.does === 'save' ? [] : fields) {
      if (field.type !== 'file' && field.type !== 'photo') continue;
      const files = [(request.body as Record<string, unknown>)[`${field.name}.file`] ?? []].flat().filter((f): f is SentFile => typeof f === 'object' && f !== null && 'content' in f && Buffer.isBuffer(f.content) && f.content.length > 0);
      for (const { filename, content } of files) {
        const kept = filesOf(read.answers[field.name]);
        if (kept.length >= field.most) {
          fileErrors.push({ text: `${field.title}: attach at most ${field.most}`, href: `#${field.name}` });
          continue;
        }
        try {
          // Of another kind than is asked for it is not kept at all.
          const kind = checkFile(filename, content).type.id;
          if (field.type === 'photo' ? kind !== 'png' && kind !== 'jpeg' : !field.accept.includes(kind)) throw new KithError('import.refused', 'It is of another kind than this question takes.');
          const made = await desk.attach(session, detail.case.caseId, { name: filename, content });
          read.answers[field.name] = [...kept, { id: made.attachmentId, name: made.name }].map((f): Value => ({ ...f }));
        } catch (error) {
          if (!(error instanceof KithError) || error.code !== 'import.refused') throw error;
          fileErrors.push({ text: `${field.title}: ${error.message} ${error.mend ?? ''}`.trim(), href: `#${field.name}` });
        }
      }
    }
    const saved = await desk.save(session, detail.case.caseId, { form: own.id, revision: Number(sent.one('revision')) || 0, answers: read.answers, provenance: read.provenance });
    const after = { ...own, draft: saved.draft };
    return { saved, fileErrors, after: { ...open, own: after, working: workingOf(detail, after, form, { ...working.offered, ...working.last }) } };
  }

  const showCheck = async (request: FastifyRequest, reply: FastifyReply, asked: Asking, open: OpenForm, typed: { note: string; reason: string }, errors: readonly FieldError[]): Promise<FastifyReply> => {
    const { detail, own, working } = open;
    const follows = whatFollows(detail, own.id, working.result, clock.now(), asked.context.today);
    const notBecause = own.part === 'now' ? detail.notComplete : own.part === 'later' ? 'This form is not completed at this point of the case.' : own.part === 'done' && !detail.ours ? 'Only the team that has the case changes completed answers.' : null;
    return sendPage(request, reply, errors.length > 0 ? 400 : 200, formCheckPage({ open, csrf: asked.csrf, errors, follows, notBecause, ...typed }));
  };
  app.get(paths.caseFormPart(':id', ':form', 'check'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    return showCheck(request, reply, asked, open, { note: '', reason: '' }, []);
  });
  app.post(paths.caseFormPart(':id', ':form', 'check'), sending, async (request, reply) => {
    const { asked, open } = await opened(request);
    const sent = sentOf(request);
    const { detail, own, working } = open;
    const typed = { note: sent.one('note').slice(0, 4_000), reason: sent.one('reason').slice(0, 1_000) };
    const seen = Number(sent.one('revision')) || 0;
    if ((own.draft?.revision ?? 0) !== seen) return showCheck(request, reply, asked, open, typed, [{ text: `${own.draft?.userName ?? 'Somebody'} saved this form after you opened this page. Read the answers again as they are now`, href: '#maincontent' }]);
    const needsNote = whatFollows(detail, own.id, working.result, clock.now(), asked.context.today);
    const errors: FieldError[] = [
      ...(own.part === 'done' && typed.reason.trim() === '' ? [{ text: 'Say why completed answers are changed', href: '#reason' }] : []),
      ...(needsNote.length === 1 && needsNote[0]!.note && typed.note.trim() === '' ? [{ text: 'Write a hand-over note', href: '#note' }] : []),
    ];
    if (errors.length > 0) return showCheck(request, reply, asked, open, typed, errors);
    try {
      const done = await desk.complete(asked.session, detail.case.caseId, { form: own.id, revision: Number(sent.one('case-revision')), answers: counted(open), provenance: working.provenance, ...typed });
      if (done.is === 'incomplete') return await showCheck(request, reply, asked, { ...open, working: { ...working, result: done.result } }, typed, [{ text: 'Not everything is answered yet', href: '#maincontent' }]);
      return await reply.redirect(`${paths.case(detail.case.caseId)}?done=${done.moved ? 'moved' : 'completed'}`, 303);
    } catch (error) {
      if (!(error instanceof KithError) || !['conflict.changed', 'request.invalid'].includes(error.code)) throw error;
      return showCheck(request, reply, asked, open, typed, [{ text: `${error.message} ${error.mend ?? ''}`.trim(), href: '#maincontent' }]);
    }
  });

  app.get(paths.caseFormPart(':id', ':form', 'print'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    const { newest, draft } = open.own;
    const shown = draft === null ? newest : null;
    const concerns = asked.context.one('for');
    const as = shown === null ? open : { ...open, working: { ...open.working, answers: shown.answers, result: evaluateForm(open.detail.pathway, open.form, shown.answers) } };
    return sendPage(request, reply, 200, formPrintPage({ open: as, shown, blank: asked.context.one('blank') === '1', concerns: concerns === '' ? null : concerns, today: asked.context.today }));
  });
  app.get(paths.caseFormPart(':id', ':form', 'history'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    return sendPage(request, reply, 200, formHistoryPage({ open, versions: await desk.versions(asked.session, open.detail.case.caseId, open.own.id), today: asked.context.today }));
  });

  app.get(paths.caseFormPart(':id', ':form', 'aside'), signedIn, async (request, reply) => {
    const { asked, open } = await opened(request);
    const mine = open.own.aside.find((d) => d.userId === asked.session.userId);
    if (mine === undefined || open.own.draft === null) return reply.redirect(paths.caseForm(open.detail.case.caseId, open.own.id), 303);
    return sendPage(request, reply, 200, formAsidePage({ open, mine, theirs: open.own.draft, csrf: asked.csrf, today: asked.context.today }));
  });
  app.post(paths.caseFormPart(':id', ':form', 'aside'), sending, async (request, reply) => {
    const { asked, open } = await opened(request);
    const sent = sentOf(request);
    const { own, detail } = open;
    const mine = own.aside.find((d) => d.draftId === sent.one('mine') && d.userId === asked.session.userId);
    const list = paths.caseForm(detail.case.caseId, own.id);
    if (mine === undefined || own.draft === null) return reply.redirect(list, 303);
    const answers: Record<string, Value> = { ...own.draft.answers };
    const provenance = { ...own.draft.provenance };
    for (const { name } of fieldsOf(open.form)) {
      if (sent.one(`take.${name}`) !== 'mine') continue;
      const [value, from] = [mine.answers[name], mine.provenance[name]];
      if (value === undefined) delete answers[name];
      else answers[name] = value;
      if (from === undefined) delete provenance[name];
      else provenance[name] = from;
    }
    const saved = await desk.save(asked.session, detail.case.caseId, { form: own.id, revision: Number(sent.one('revision')), answers, provenance });
    if (saved.is === 'aside') return reply.redirect(paths.caseFormPart(detail.case.caseId, own.id, 'aside'), 303);
    await desk.dropDraft(asked.session, detail.case.caseId, mine.draftId);
    return reply.redirect(`${list}?saved=1`, 303);
  });
}

/** Where on the page to go on: at what was just added, or the question it was taken from. */
function placeOf({ does, field }: Pressed, { working }: OpenForm): string {
  const rows = working.answers[field];
  return does === 'add' && Array.isArray(rows) && rows.length > 0 ? `${field}.${rows.length - 1}` : field;
}

/** What is completed: answers to what is asked. What was typed to a question that is no longer asked is left behind. */
const counted = ({ working, form }: OpenForm): Record<string, Value> => Object.fromEntries(fieldsOf(form).flatMap((f): [string, Value][] => (f.type !== 'calculated' && working.result.asked.includes(f.name) && working.answers[f.name] !== undefined ? [[f.name, working.answers[f.name]!]] : [])));
