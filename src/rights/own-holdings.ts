import type { Access, LogEntry } from '../access/index.ts';
import type { Held, Holding } from './holdings.ts';
import { factsOf, statementsOf } from './own-holdings.store.ts';

/** Words for the parts of what a source said: `interpreterNeeded` as `Interpreter needed`. */
const inWords = (key: string): string => {
  const spaced = key.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** A value as it is read, whatever its shape; nothing for what says nothing. */
function said(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(said).filter(Boolean).join('; ');
  if (typeof value === 'object') return Object.entries(value).map(([key, part]) => [inWords(key), said(part)] as const).filter(([, part]) => part !== '').map(([key, part]) => `${key}: ${part}`).join(', ');
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const rowsOf = (values: Readonly<Record<string, unknown>>): Held['rows'] => Object.entries(values).map(([name, value]) => ({ name: inWords(name), value: said(value) })).filter((row) => row.value !== '');

/** What the record and the log hold: who each service says the person is, every fact, and who has looked. */
export function ownHoldings(source: (feed: string) => string, looks: { told: Access['toldLooks']; team: (id: string) => string; organisation: (id: string) => string; plainly: (purpose: string) => string }): Holding[] {
  return [
    {
      id: 'identity',
      title: 'Who each service says you are',
      gather: async (reading, personId) => (await statementsOf(reading.sql, personId)).map(({ feed, demographics, from }) => ({ source: source(feed), title: 'Who you are', happened: from.toISOString().slice(0, 10), rows: rowsOf(demographics) })),
    },
    {
      id: 'record',
      title: 'What services hold',
      gather: async (reading, personId) =>
        (await factsOf(reading.sql, personId)).map((fact) => ({ source: source(fact.feed), title: fact.label, happened: fact.start, rows: [{ name: 'Kind', value: inWords(fact.kind) }, ...(fact.code === null ? [] : [{ name: 'Code', value: [fact.system, fact.code].filter(Boolean).join(' ') }]), ...(fact.end === null ? [] : [{ name: 'Until', value: fact.end }]), ...rowsOf(fact.body)] })),
    },
    {
      id: 'looks',
      title: 'Who has looked',
      async gather(reading, personId) {
        const entries = await looks.told(reading, personId);
        const by = (e: LogEntry): string => (e.team === '' ? e.userName : `${looks.team(e.team)}, ${looks.organisation(e.organisation)}`);
        return entries.length === 0 ? [] : [{ source: 'Kith', title: `Every look that is told of, ${entries.length}`, happened: null, rows: entries.map((e) => ({ name: e.at.slice(0, 16).replace('T', ' '), value: `${by(e)}: ${looks.plainly(e.purpose)}` })) }];
      },
    },
  ];
}
