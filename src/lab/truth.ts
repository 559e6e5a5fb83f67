import { csvTable } from './writers/csv.ts';
import type { AgencyRecord, Clan, OutputFile, Person } from './world.ts';

/** What is true, for measuring linkage: never imported. */
export interface Truth {
  add(clan: Clan, showcase: boolean): void;
  link(feed: string, key: string, record: Pick<AgencyRecord, 'person' | 'errors'>): void;
}

export function createTruth(file: (name: string) => OutputFile): Truth {
  const people = csvTable(file('people.csv'), ['person', 'family', 'household', 'given', 'middle', 'surname', 'born', 'died', 'sex', 'culture', 'nhs_number', 'uprn', 'postcode', 'showcase'], '\n');
  const links = csvTable(file('links.csv'), ['feed', 'key', 'person', 'errors'], '\n');
  const twins = csvTable(file('twins.csv'), ['person', 'twin'], '\n');
  const households = csvTable(file('households.csv'), ['household', 'uprn', 'person', 'from', 'to'], '\n');
  const relations = csvTable(file('relations.csv'), ['person', 'other', 'role'], '\n');
  let linked = new Set<string>();
  return {
    add(clan, showcase) {
      linked = new Set();
      for (const who of clan.people) {
        const home = who.residences.at(-1)!.dwelling;
        people([who.id, `F${clan.ordinal}`, who.household, who.name.given, who.name.middle.join(' '), who.name.family, who.birthDate, who.deathDate, who.sex, who.culture, who.nhsNumber, home.uprn, home.postcode, showcase ? 'yes' : '']);
        relate(who);
      }
      for (const household of clan.households) for (const m of household.members) households([household.id, household.dwelling.uprn, m.person, m.from, m.to]);
    },
    link(feed, key, record) {
      const once = `${feed}\t${key}`;
      if (linked.has(once)) return;
      linked.add(once);
      links([feed, key, record.person, record.errors.join(' ')]);
    },
  };

  function relate(who: Person): void {
    for (const relation of who.relations) {
      relations([who.id, relation.to, relation.role]);
      if (relation.role === 'twin' && who.id < relation.to) twins([who.id, relation.to]);
    }
  }
}
