import { isUuid, KithError, newId } from '../../kernel/index.ts';
import type { Session } from '../../access/index.ts';
import type { Records } from '../../record/index.ts';
import { readCohortFiles } from './check.ts';
import { addVersion, forgetCounts, newestCounts, savedCohorts, versionsOf, type SavedCohort } from './cohorts.store.ts';
import { breakdown } from './compare.store.ts';
import { inOrder } from './definition.ts';
import { faultsOf } from './faults.ts';
import { createFinding, type CohortServices } from './finding.ts';
import { leftOut, needsOfAll, tooLittle } from './ground.ts';
import { keepRoster } from './roster.ts';
import { languagesSpoken } from './roster.store.ts';
import { mayChange, mayOpen, ofFile, ofSaved } from './sharing.ts';
import { showPeople } from './showing.ts';
import { keepTrend } from './trend.ts';
import type { Cohort, Cohorts } from './types.ts';
import { worklistCsv } from './worklist.ts';

/** People on one worklist at most: more is no list that somebody works through. */
export const mostOnWorklist = 5_000;
/** Seconds a page waits for months that nobody counted at the time; the night has all it needs. */
const pageWaits = 2;
const nightWaits = 3_600;

export function createCohorts(services: CohortServices & { records: Pick<Records, 'people'> }): Cohorts {
  const { kernel, access, records } = services;
  const { writer } = kernel.db;
  const finding = createFinding(services);
  const files = readCohortFiles(kernel.area.dir).definitions.map((d) => ofFile(d.value));
  const refuse = (session: Session): KithError => new KithError('access.refused', `${session.teamName} may not do this for ${session.purposeName}.`, { mend: 'Choose another purpose or team.' });
  const all = async (): Promise<Cohort[]> => [...files, ...(await savedCohorts(writer)).map(ofSaved)];
  const opens = (cohort: Cohort, session: Session): boolean => (access.may(session, 'cohort') ? mayOpen(cohort, session) : access.may(session, 'cohort-count') && cohort.counts);
  const one = async (session: Session, id: string): Promise<Cohort> => {
    const found = (await all()).find((cohort) => cohort.id === id);
    if (found === undefined || !opens(found, session)) throw new KithError('cohort.unknown', 'There is no such cohort for your team and purpose.', { mend: 'Choose one from the list of cohorts, or act for the team it belongs to.' });
    return found;
  };
  const own = async (session: Session, id: string): Promise<SavedCohort> => {
    const cohort = await one(session, id);
    if (cohort.saved === null) throw new KithError('access.refused', 'This cohort is the area’s own.', { mend: 'Copy it and change the copy; the area changes its own in radar/cohorts.' });
    if (!mayChange(cohort, session)) throw new KithError('access.refused', `This cohort is ${cohort.saved.ownerName}’s.`, { mend: 'Copy it, and change the copy.' });
    return cohort.saved;
  };
  const trendOf = (cohort: Cohort, seconds: number) =>
    keepTrend(writer, cohort.id, kernel.clock.today(), seconds, async (day) => (await finding.find(cohort, cohort.criteria, { day })).people);

  return {
    ground: async () => ({ ...(await finding.ground()), languages: await languagesSpoken(writer) }),
    async list(session) {
      const counts = await newestCounts(writer);
      return (await all()).filter((cohort) => opens(cohort, session)).map((cohort) => ({ cohort, counted: counts.get(cohort.id) ?? null }));
    },
    one,
    async faults(session, criteria) {
      const ground = await finding.ground();
      const least = access.leastLevels(session.team, session.purpose);
      return criteria.map((criterion) => faultsOf(criterion, ground, (needs) => tooLittle(needs, least)));
    },
    count: (session, criteria, { what, place }) =>
      access.reading(session, { action: 'cohort', persons: [], request: `count: ${what}` }, async () => finding.find(session, criteria, place === undefined ? {} : { place })),
    async countOnly(session, cohort) {
      if (!opens(cohort, session)) throw refuse(session);
      return finding.find(cohort, cohort.criteria);
    },
    async compare(cohort, ids) {
      const ground = await finding.ground();
      const marks = leftOut(cohort.criteria, needsOfAll(cohort.criteria, ground), access.leastLevels(cohort.team, cohort.purpose));
      return breakdown(writer, ids, marks, kernel.clock.today(), kernel.clock.now());
    },
    people: (reading, criteria, ids) => showPeople(kernel, records, finding, reading, criteria, ids),
    trend: (cohort) => trendOf(cohort, pageWaits),
    async worklist(session, cohort) {
      if (!access.may(session, 'cohort') || !mayOpen(cohort, session)) throw refuse(session);
      // Asked first, so that a team that may take nothing away is refused, and that is logged, before anybody is found.
      return access.reading(session, { action: 'export', persons: [], request: `worklist: ${cohort.title}` }, async (reading) => {
        const { ids, funnel } = await finding.find(session, cohort.criteria);
        if (ids.length > mostOnWorklist) throw new KithError('request.invalid', `There are ${ids.length.toLocaleString('en-GB')} people; a worklist holds ${mostOnWorklist.toLocaleString('en-GB')} at most.`, { mend: 'Add a criterion.' });
        const people = await showPeople(kernel, records, finding, reading, cohort.criteria, ids);
        const head = { title: cohort.title, criteria: funnel.map((f) => f.words), purpose: session.purposeName, basis: access.basis(session.purpose), by: session.name, team: session.teamName, at: kernel.clock.now().toISOString(), today: kernel.clock.today() };
        return { name: `${cohort.title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)}-${kernel.clock.today()}.csv`, csv: worklistCsv(head, people), people: people.length };
      });
    },
    async save(session, { title, about, criteria, shared, reason, of, copiedFrom }) {
      if (!access.may(session, 'cohort')) throw refuse(session);
      const before = of === undefined ? null : await own(session, of.id);
      const faults = (await this.faults(session, criteria)).flat();
      if (title.trim() === '' || criteria.length === 0 || faults.length > 0) throw new KithError('request.invalid', faults[0]?.message ?? 'A cohort needs a title and at least one criterion.', faults[0] === undefined ? {} : { mend: faults[0].mend });
      const now = kernel.clock.now();
      const saved: SavedCohort = {
        id: before?.id ?? newId(), version: (of?.version ?? 0) + 1, title: title.trim(), about: about.trim(), team: session.team, purpose: session.purpose, criteria: inOrder(criteria), owner: session.userId, ownerName: session.name,
        shared, copiedFrom: before?.copiedFrom ?? copiedFrom ?? null, reason, savedBy: session.name, savedAt: now.toISOString(), retired: false,
      };
      if (!(await addVersion(writer, saved, now))) throw new KithError('conflict.changed', 'Somebody has saved this cohort since you opened it.', { mend: 'Open it again and make your change on what it is now.' });
      if (before !== null && JSON.stringify(before.criteria) !== JSON.stringify(saved.criteria)) await forgetCounts(writer, saved.id);
      return ofSaved(saved);
    },
    async retire(session, id, reason) {
      const saved = await own(session, id);
      const now = kernel.clock.now();
      if (!(await addVersion(writer, { ...saved, version: saved.version + 1, reason, savedBy: session.name, retired: true }, now))) throw new KithError('conflict.changed', 'Somebody has saved this cohort since you opened it.');
    },
    async history(session, id) {
      await one(session, id);
      return isUuid(id) ? versionsOf(writer, id) : [];
    },
    keepRoster: () => keepRoster(kernel),
    async nightly() {
      await keepRoster(kernel);
      for (const cohort of await all()) {
        await trendOf(cohort, nightWaits).catch((error: unknown) => kernel.log.warn({ cohort: cohort.id, error: error instanceof Error ? error.message : String(error) }, 'cohort not counted'));
      }
    },
  };
}
