import { newId, type Sql } from '../../kernel/index.ts';
import type { Value } from '../types.ts';
import type { Case, CompletedForm, Draft, Provenances } from './types.ts';

type At = Pick<Case, 'personId' | 'caseId'>;

const answerColumns = (sql: Sql) => sql`form, version, state, answers, provenance, result, user_id as "userId", user_name as "userName", at, reason`;

/** The newest completed answers of each form of a case. */
export async function latestAnswers(sql: Sql, { personId, caseId }: At): Promise<CompletedForm[]> {
  return sql<CompletedForm[]>`select distinct on (form) ${answerColumns(sql)} from pathways.answer where person_id = ${personId} and case_id = ${caseId} order by form, version desc`;
}

/** Every version of a form of a case, newest first. */
export async function answerVersions(sql: Sql, { personId, caseId }: At, form: string): Promise<CompletedForm[]> {
  return sql<CompletedForm[]>`select ${answerColumns(sql)} from pathways.answer where person_id = ${personId} and case_id = ${caseId} and form = ${form} order by version desc`;
}

/** A person's newest completed form of a pathway, of any case, and which case it is of. */
export async function newestOfPerson(sql: Sql, personId: string, pathway: string, form: string): Promise<(CompletedForm & { caseId: string }) | null> {
  const [row] = await sql<(CompletedForm & { caseId: string })[]>`
    select a.case_id::text as "caseId", a.form, a.version, a.state, a.answers, a.provenance, a.result, a.user_id as "userId", a.user_name as "userName", a.at, a.reason
    from pathways.answer a join pathways."case" c on c.person_id = a.person_id and c.case_id = a.case_id
    where a.person_id = ${personId} and c.pathway = ${pathway} and a.form = ${form} and cardinality(c.restricted) = 0 order by a.at desc, a.version desc limit 1`;
  return row ?? null;
}

export async function insertAnswers(sql: Sql, at: At, made: CompletedForm): Promise<void> {
  await sql`
    insert into pathways.answer (person_id, case_id, form, version, state, answers, provenance, result, user_id, user_name, at, reason)
    values (${at.personId}, ${at.caseId}, ${made.form}, ${made.version}, ${made.state}, ${sql.json(made.answers)}, ${sql.json(made.provenance as never)}, ${sql.json(made.result as never)},
            ${made.userId}, ${made.userName}, ${made.at}, ${made.reason})`;
}

const draftColumns = (sql: Sql) => sql`draft_id::text as "draftId", form, aside, answers, provenance, revision, user_id as "userId", user_name as "userName", saved_at as "savedAt"`;

/** Drafts of a case; those kept aside after those worked on. `lock` for whoever will change them. */
export async function selectDrafts(sql: Sql, { personId, caseId }: At, form: string | null = null, lock = false): Promise<Draft[]> {
  return sql<Draft[]>`
    select ${draftColumns(sql)} from pathways.draft where person_id = ${personId} and case_id = ${caseId} ${form === null ? sql`` : sql`and form = ${form}`} order by aside, saved_at desc ${lock ? sql`for update` : sql``}`;
}

export interface NewDraft {
  form: string;
  aside: boolean;
  answers: Record<string, Value>;
  provenance: Provenances;
  userId: string | null;
  userName: string | null;
}

export async function insertDraft(sql: Sql, at: At, made: NewDraft, now: Date): Promise<Draft> {
  const draftId = newId();
  await sql`
    insert into pathways.draft (person_id, case_id, draft_id, form, aside, answers, provenance, user_id, user_name, saved_at)
    values (${at.personId}, ${at.caseId}, ${draftId}, ${made.form}, ${made.aside}, ${sql.json(made.answers)}, ${sql.json(made.provenance as never)}, ${made.userId}, ${made.userName}, ${now})`;
  return { ...made, draftId, revision: 1, savedAt: now };
}

export async function updateDraft(sql: Sql, at: At, draft: Draft): Promise<void> {
  await sql`
    update pathways.draft set answers = ${sql.json(draft.answers)}, provenance = ${sql.json(draft.provenance as never)}, revision = ${draft.revision}, aside = ${draft.aside},
      user_id = ${draft.userId}, user_name = ${draft.userName}, saved_at = ${draft.savedAt}
    where person_id = ${at.personId} and case_id = ${at.caseId} and draft_id = ${draft.draftId}`;
}

/** Removes the draft worked on of a form that was completed, or one by its id. Those kept aside stay. */
export async function removeDraft(sql: Sql, at: At, which: { form: string } | { draftId: string }): Promise<void> {
  await sql`delete from pathways.draft where person_id = ${at.personId} and case_id = ${at.caseId} and ${'form' in which ? sql`form = ${which.form} and not aside` : sql`draft_id = ${which.draftId}`}`;
}
