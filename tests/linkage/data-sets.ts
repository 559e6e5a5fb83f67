import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readDate, type Demographics } from '../../src/kernel/index.ts';
import type { LinkedRecords } from '../../src/linkage/index.ts';

export interface DataSet {
  records: Demographics[];
  /** Which person each record is of. */
  truth: string[];
}

const rows = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true, trim: true });
const birthOf = (text: string | undefined): Pick<Demographics, 'birthDate'> => {
  const birthDate = readDate(text ?? '');
  return birthDate === null ? {} : { birthDate };
};

/** FEBRL data set 3. `withId` keeps its social security number as an identifier. */
export function readFebrl(file: string, withId: boolean): DataSet {
  const read = rows(file);
  return {
    truth: read.map((r) => r.rec_id!.split('-')[1]!),
    records: read.map((r) => ({
      given: [r.given_name!],
      family: r.surname!,
      ...birthOf(r.date_of_birth),
      addresses: [{ lines: [`${r.street_number} ${r.address_1}`, r.address_2!, r.suburb!, r.state!], postcode: r.postcode! }],
      ...(withId && r.soc_sec_id !== '' ? { identifiers: [{ system: 'social-security', value: r.soc_sec_id! }] } : {}),
    })),
  };
}

/** Splink's fake_1000: names, date of birth, town and email, each often wrong or missing. */
export function readFake(file: string): DataSet {
  const read = rows(file);
  return {
    truth: read.map((r) => r.cluster!),
    records: read.map((r) => ({ given: [r.first_name!], family: r.surname!, ...birthOf(r.dob), addresses: r.city === '' ? [] : [{ lines: [r.city!] }], emails: [r.email!] })),
  };
}

export interface Score {
  precision: number;
  recall: number;
  f1: number;
}

const score = (right: number, said: number, all: number): Score => ({ precision: right / said, recall: right / all, f1: (2 * right) / (said + all) });

/** Pairwise scores over all true pairs, those never compared among them: of links at the model's threshold, and of clusters. */
export function scores(set: DataSet, linked: LinkedRecords): { links: Score; clusters: Score } {
  const pairs = (of: (i: number) => string): number => [...Map.groupBy(set.truth.keys(), of).values()].reduce((n, g) => n + (g.length * (g.length - 1)) / 2, 0);
  const all = pairs((i) => set.truth[i]!);
  const joined = linked.pairs.filter((p) => !p.guarded && p.weight >= linked.model.bands.join);
  return {
    links: score(joined.filter((p) => set.truth[p.a] === set.truth[p.b]).length, joined.length, all),
    clusters: score(pairs((i) => `${linked.clusters[i]}/${set.truth[i]}`), pairs((i) => String(linked.clusters[i])), all),
  };
}
