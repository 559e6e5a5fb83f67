import type { Reading, Session } from '../../access/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { Value } from '../types.ts';
import type { CaseData, DocumentFact } from './case-data.ts';
import { factsOf, keepMade, summaryOf, type StoredFact } from './case.store.ts';
import { makeDocument } from './make.ts';
import type { DocumentModel } from './model.ts';

/** The case that a document is of: what stands of it at this moment. */
export interface DocumentedCase {
  personId: string;
  caseId: string;
  reference: string;
  forms: CaseData['forms'];
  chronology: CaseData['chronology'];
}

/**
 * Makes a document of a case under a reading of its person, with what the reader may see of the record in detail, and keeps it where a step
 * asked for it. Throws `usage.invalid` for a document the pathway does not have.
 */
export async function documentOfCase(reading: Reading, session: Session, pathway: PathwayDefinition, of: DocumentedCase, documentId: string, categories: readonly { id: string; name: string }[], now: Date): Promise<DocumentModel> {
  const asked = (pathway.documents[documentId]?.parts ?? []).flatMap((part) => ('facts' in part ? [part.facts] : []));
  const wanted = asked.some((f) => f.category === undefined) ? categories : categories.filter((c) => asked.some((f) => f.category === c.id));
  const open = wanted.filter((c) => reading.level(of.personId, c.id) === 'detail');
  const [summary, facts] = await Promise.all([summaryOf(reading.sql, of.personId), asked.length === 0 ? [] : factsOf(reading.sql, of.personId, [...new Set(asked.map((f) => f.kind))], open.map((c) => c.id))]);
  const names = new Map(categories.map((c) => [c.id, c.name]));
  const model = makeDocument(pathway, documentId, {
    reference: of.reference,
    person: personOf(summary, of.personId, reading.persons.get(of.personId)?.hideWhereabouts === true),
    forms: of.forms,
    facts: facts.map((fact) => told(fact, names.get(fact.category) ?? fact.category)),
    withheld: asked.length === 0 ? [] : wanted.filter((c) => !open.includes(c)).map((c) => c.name),
    chronology: of.chronology,
    printedBy: `${session.name}, ${session.teamName}`,
    printedAt: now,
  });
  await keepMade(reading.sql, of, model, now);
  return model;
}

const words = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

function personOf(s: Record<string, unknown>, personId: string, hidden: boolean): CaseData['person'] {
  const address = hidden ? null : (s.address as { lines?: string[]; postcode?: string } | null);
  const place = address === null || address === undefined ? null : [...(address.lines ?? []), address.postcode].filter((part) => part !== undefined).join(', ');
  const parts: Record<string, string | null> = {
    address: place, postcode: address?.postcode ?? null, phone: hidden ? null : words((s.phones as string[] | undefined)?.[0]), email: hidden ? null : words((s.emails as string[] | undefined)?.[0]),
    'preferred-name': words(s.preferredName), gender: words(s.gender), language: words(s.language), ethnicity: words(s.ethnicity), 'gp-practice': hidden ? null : words(s.gpPractice),
  };
  return {
    personId,
    name: words(s.displayName) ?? 'Name not known',
    family: words(s.family),
    given: Array.isArray(s.given) ? s.given.filter((g): g is string => typeof g === 'string') : [],
    gender: words(s.gender),
    birthDate: words(s.birthDate),
    nhsNumber: words(s.nhsNumber),
    parts: Object.fromEntries(Object.entries(parts).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]))),
  };
}

function told({ kind, category, label, start, end, body }: StoredFact, source: string): DocumentFact {
  const said = (value: Value | undefined): string | null => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null);
  const value = said(body.value);
  const detail = [value === null ? null : [value, said(body.unit)].filter((part) => part !== null).join(' '), said(body.detail), said(body.severity)].filter((part) => part !== null);
  return { kind, type: said(body.type), category, label, detail: detail.length === 0 ? null : detail.join('. '), start, end, source };
}
