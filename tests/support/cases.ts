import { checkAccess, type Session } from '../../src/access/index.ts';
import { fixedClock, type Clock } from '../../src/kernel/index.ts';
import { createCases, type Case, type Cases } from '../../src/pathways/index.ts';
import { definitionsOf, travel } from './case-definitions.ts';
import { placePerson } from './people.ts';
import { recordsBench, type RecordsBench } from './records.ts';

export interface CasesBench extends RecordsBench {
  cases: Cases;
  clock: Clock & { set(to: Date | string): void };
  joanna: Session;
  sam: Session;
  leila: Session;
  paul: Session;
  tom: Session;
  person(given: string, more?: object): Promise<string>;
  /** Opens a case as Joanna does. */
  open(personId: string, more?: object): Promise<Case>;
  /** Goes through the loop's steps until none has more, at a later time. */
  later(to: string): Promise<void>;
  /** Another door upon the same database, with other definitions. */
  withDefinitions(...texts: string[]): Cases;
}

/** The records bench with cases upon it, standing at nine on Friday 20 November 2026. */
export async function casesBench(texts: readonly string[] = [travel]): Promise<CasesBench> {
  const bench = await recordsBench();
  const clock = fixedClock('2026-11-20T09:00:00Z');
  const kernel = { ...bench.kernel, clock };
  const teams = checkAccess(kernel.area).definitions?.teams ?? [];
  const make = (...all: string[]): Cases => createCases({ kernel, access: bench.access, definitions: definitionsOf(...all), teams, contactOf: (team, channel) => (channel === 'mail' ? `${team}-mail` : null) });
  const cases = make(...texts);
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  return {
    ...bench,
    kernel,
    clock,
    cases,
    joanna,
    sam: bench.access.session('sam.carter', 'front-door', 'care-act-request'),
    leila: bench.access.session('leila.haddad', 'prevention', 'prevention'),
    paul: bench.access.session('paul.okafor', 'district-nursing', 'direct-care'),
    tom: bench.access.session('tom.fletcher', 'tenancy-services', 'tenancy-support'),
    async person(given, more = {}) {
      const { personId } = await placePerson(bench.db, [{ feed: 'adult-social-care', category: 'adult-social-care', demographics: { family: 'Okafor', given: [given], birthDate: '1948-03-02', nhsNumber: '9434765919', gender: 'female', addresses: [{ lines: ['9 Zinnia Way'], postcode: 'NB4 1AB' }], ...more } }]);
      await bench.records.refresh();
      return personId;
    },
    open: (personId, more = {}) => cases.desk.open(joanna, { personId, pathway: 'travel', ...more }),
    async later(to) {
      clock.set(to);
      for (const step of cases.steps) while (await step.run());
    },
    withDefinitions: make,
  };
}
