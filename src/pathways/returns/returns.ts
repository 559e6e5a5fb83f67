import type { Access, Reading, Session } from '../../access/index.ts';
import { KithError, type Kernel } from '../../kernel/index.ts';
import { ethnicityCode, type PersonSummary, type Records } from '../../record/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { ReturnDefinition } from './definition.ts';
import { makeReturn, type EventOfCase, type MadeReturn } from './make.ts';
import { eventsOf, personsReturned } from './returned.store.ts';

/** A return of a period, and how many people are not in it because whoever made it may not see their cases. */
export interface ExportedReturn extends MadeReturn {
  definition: ReturnDefinition;
  people: number;
  notShared: number;
}

export interface Returns {
  definitions: readonly ReturnDefinition[];
  /**
   * Makes a return of live cases for a period, ISO days, both included. Everybody in it is decided about and logged as exported.
   * Throws `usage.invalid` for a return there is not or a period that is none, `access.refused` where the session exports nothing.
   */
  make(session: Session, returnId: string, period: { from: string; to: string }): Promise<ExportedReturn>;
}

export interface ReturnServices {
  kernel: Pick<Kernel, 'db'>;
  access: Pick<Access, 'reading' | 'categories'>;
  records: Pick<Records, 'people'>;
  definitions: readonly ReturnDefinition[];
  pathways: readonly PathwayDefinition[];
}

/** People opened at a time, so that a return of a large council holds no transaction for long. */
const atOnce = 500;

export function createReturns({ kernel, access, records, definitions, pathways }: ReturnServices): Returns {
  const identity = access.categories[0]?.id ?? '';
  const categoryOf = (pathway: string): string => pathways.find((p) => p.id === pathway)?.category ?? identity;

  async function eventsFor(reading: Reading, definition: ReturnDefinition, ids: readonly string[]): Promise<{ events: EventOfCase[]; people: Set<string>; notShared: Set<string> }> {
    const [stored, found] = await Promise.all([eventsOf(reading.sql, definition.id, ids), records.people(reading, ids)]);
    const summaries = new Map(found.flatMap((one) => (one.kind === 'person' ? [[one.summary.personId, one.summary] as const] : [])));
    const [events, people, notShared]: [EventOfCase[], Set<string>, Set<string>] = [[], new Set(), new Set()];
    for (const one of stored) {
      const summary = summaries.get(one.personId);
      const named = one.restricted.length === 0 || one.restricted.includes(reading.session.userId);
      if (summary === undefined || !named || reading.level(one.personId, categoryOf(one.pathway)) !== 'detail') {
        if (reading.persons.get(one.personId)?.sealed !== true) notShared.add(one.personId);
        continue;
      }
      people.add(one.personId);
      events.push({ reference: one.reference, event: one.event, fields: one.fields, at: one.at.toISOString(), person: personOf(definition, summary) });
    }
    return { events, people, notShared };
  }

  return {
    definitions,
    async make(session, returnId, period) {
      const definition = definitions.find((d) => d.id === returnId);
      if (definition === undefined) throw new KithError('usage.invalid', `There is no return "${returnId}" in this area.`, { mend: definitions.length === 0 ? 'Add one in returns/.' : `Its returns: ${definitions.map((d) => d.id).join(', ')}.` });
      if (period.from > period.to) throw new KithError('usage.invalid', 'The period ends before it begins.', { mend: 'Give --from a day before --to.' });
      const ids = await personsReturned(kernel.db.writer, returnId);
      const [events, people, notShared]: [EventOfCase[], Set<string>, Set<string>] = [[], new Set(), new Set()];
      for (let i = 0; i === 0 || i < ids.length; i += atOnce) {
        const some = ids.slice(i, i + atOnce);
        const found = await access.reading(session, { action: 'export', persons: some, request: `${definition.id} ${period.from} to ${period.to}` }, (reading) => eventsFor(reading, definition, some));
        events.push(...found.events);
        for (const id of found.people) people.add(id);
        for (const id of found.notShared) notShared.add(id);
      }
      return { ...makeReturn(definition, events, period), definition, people: people.size, notShared: notShared.size };
    },
  };
}

function personOf({ columns }: ReturnDefinition, s: PersonSummary): EventOfCase['person'] {
  const system = columns.find((c) => c.is === 'person-id')?.system;
  const known: Record<string, string | null | undefined> = {
    'nhs-number': s.nhsNumber,
    'person-id': s.identifiers.find((i) => i.system === system)?.value ?? s.personId,
    'given-name': s.given[0],
    'family-name': s.family,
    'gp-practice': s.gpPractice,
    gender: s.gender,
    ethnicity: s.ethnicity === null ? null : (ethnicityCode(s.ethnicity) ?? s.ethnicity),
    'birth-date': s.birthDate,
    'death-date': typeof s.deceased === 'string' ? s.deceased : null,
    postcode: s.address?.postcode,
  };
  return Object.fromEntries(Object.entries(known).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])));
}
