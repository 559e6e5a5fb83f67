import { createAccess, type Access, type ReadRequest, type Reading, type Session } from '../../src/access/index.ts';
import type { FeedState, Kernel } from '../../src/kernel/index.ts';
import { createRecords, type FeedSource, type Records } from '../../src/record/index.ts';
import { testDatabase } from './database.ts';
import { testKernel } from './kernel.ts';

/** Feeds as the demo area has them, as far as the record needs to know. */
export const feedSources: readonly (FeedSource & { title: string })[] = [
  { id: 'adult-social-care', title: 'Adult social care', category: 'adult-social-care', organisation: 'newbridge-council' },
  { id: 'cin-census', title: 'Children in need', category: 'childrens-social-care', organisation: 'newbridge-council' },
  { id: 'housing-tenancies', title: 'Tenancies', category: 'housing', organisation: 'newbridge-homes' },
  { id: 'housing-alerts', title: 'Housing alerts', category: 'housing', organisation: 'newbridge-homes' },
  { id: 'hospital-adt', title: 'Hospital', category: 'hospital', organisation: 'st-brides' },
  { id: 'gp-patients', title: 'GP patients', category: 'gp', organisation: 'larch-street' },
  { id: 'mental-health', title: 'Mental health', category: 'mental-health', organisation: 'newbridge-community' },
  { id: 'police-incidents', title: 'Police incidents', category: 'police', organisation: 'newbridge-police' },
  { id: 'recorded-here', title: 'People recorded by hand', category: 'identity', organisation: 'newbridge-council' },
  { id: 'school-attendance', title: 'School attendance', category: 'education', organisation: 'newbridge-schools' },
];

const ages: Record<string, FeedState['ages']> = { 'housing-tenancies': { from: 16, to: null }, 'housing-alerts': { from: 16, to: null }, 'school-attendance': { from: 4, to: 20 } };

/** Every feed on time, received on 20 November 2026, but for what `changes` says. */
export const feedStates = (changes: Record<string, Partial<FeedState>> = {}): FeedState[] =>
  feedSources.map(({ id, title, category, organisation }) => ({
    feed: id,
    title,
    category,
    organisation,
    organisationName: organisation,
    lastReceived: '2026-11-20T06:00:00.000Z',
    nextExpected: '2026-11-21T06:00:00.000Z',
    state: 'on-time',
    rows: 1,
    rejects: 0,
    coverage: '',
    ages: ages[id] ?? { from: null, to: null },
    covers: { from: null, to: null },
    ...changes[id],
  }));

export interface RecordsBench {
  db: Awaited<ReturnType<typeof testDatabase>>;
  kernel: Kernel;
  access: Access;
  records: Records;
  /** Reads as one of the demo's users. */
  as<T>(session: Session, action: ReadRequest['action'], persons: string[], work: (reading: Reading) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A database of its own with access and record upon it, standing at 20 November 2026. */
export async function recordsBench(now = '2026-11-20T09:00:00Z', area?: string): Promise<RecordsBench> {
  const db = await testDatabase();
  const kernel = testKernel(db, { now, ...(area === undefined ? {} : { area }) });
  const access = createAccess(kernel);
  return {
    db,
    kernel,
    access,
    records: createRecords(kernel, access, feedSources),
    as: (session, action, persons, work) => access.reading(session, { action, persons }, work),
    close: () => db.close(),
  };
}
