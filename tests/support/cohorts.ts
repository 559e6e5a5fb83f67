import { readGeography, createCohorts, mappedFacts, type Cohorts } from '../../src/radar/index.ts';
import type { Fact } from '../../src/kernel/index.ts';
import { placeHousehold, placePerson } from './people.ts';
import { feedStates } from './records.ts';
import { scoringBench, type ScoringBench } from './scoring.ts';

export interface CohortsBench extends ScoringBench {
  cohorts: Cohorts;
  /** Person ids by the given name. */
  people: Record<string, string>;
  /** Adds somebody who lives alone at NB1 1AA. */
  place(given: string, born: string, more?: object, facts?: Fact[]): Promise<void>;
  /** Makes records, scores and the roster of whoever was added. */
  take(): Promise<void>;
}

export const homeWard = { code: 'E05999001', name: 'Abbey' };
export const lungs: Fact = { kind: 'finding', code: '13645005', label: 'COPD', start: '2014-03-12', body: { type: 'condition' } };

/** Scoring's bench with cohorts upon it, and a postcode that lies in a ward. */
export async function cohortsBench(): Promise<CohortsBench> {
  const bench = await scoringBench();
  const { db, kernel, access, records, scoring } = bench;
  const cohorts = createCohorts({ kernel, access, records, mapped: mappedFacts('areas/demo'), states: async () => feedStates(), geography: readGeography('areas/demo').geography });
  const people: Record<string, string> = {};
  const body = { ward: homeWard.code, wardName: homeWard.name, lsoa: 'E01999001', imdDecile: '3' };
  await db.writer`insert into feeds.directory (feed, code, name, kind, body, entry_id) values ('postcodes', 'NB1 1AA', 'x', 'postcode', ${db.writer.json(body)}, 1)`;
  return {
    ...bench,
    cohorts,
    people,
    async place(given, born, more = {}, facts = [lungs]) {
      const demographics = { given: [given], family: 'Test', birthDate: born, gender: 'female' as const, ethnicity: 'Bangladeshi', addresses: [{ lines: [`${given} House`], postcode: 'NB1 1AA' }], ...more };
      const { personId } = await placePerson(db, [{ feed: 'gp-patients', category: 'gp', demographics, facts }]);
      people[given] = personId;
      await placeHousehold(db, { postcode: 'NB1 1AA', address: `${given} House` }, [{ personId, sources: ['gp-patients'] }]);
    },
    async take() {
      await records.refresh();
      await scoring.settle();
      await cohorts.keepRoster();
    },
  };
}
