import type { Sql } from '../../kernel/index.ts';

/** Who these people are; of those opened to the reader alone. */
export async function namesOf(sql: Sql, personIds: readonly string[]): Promise<Map<string, CasePerson>> {
  const rows = await sql<CasePerson[]>`
    select person_id::text as "personId", summary->>'displayName' as name, summary->>'birthDate' as born, summary->>'deceased' is not null as died
    from record.person where person_id = any (${[...new Set(personIds)]}::uuid[])`;
  return new Map(rows.map((r) => [r.personId, r]));
}

export interface CasePerson {
  personId: string;
  name: string;
  /** ISO day. */
  born: string | null;
  died: boolean;
}

/** What returns say of a person. */
export async function personFacts(sql: Sql, personId: string): Promise<Record<string, unknown>> {
  const [row] = await sql<{ summary: Record<string, unknown> }[]>`select summary from record.person where person_id = ${personId}`;
  const s = row?.summary ?? {};
  const address = (s.address ?? {}) as { postcode?: string };
  return {
    nhs_number: s.nhsNumber ?? null, birth_date: s.birthDate ?? null, gender: s.gender ?? null, ethnicity: s.ethnicity ?? null, postcode: address.postcode ?? null,
    gp_practice: s.gpPractice ?? null, language: s.language ?? null, died_on: typeof s.deceased === 'string' ? s.deceased : null, name: s.displayName ?? null,
  };
}
