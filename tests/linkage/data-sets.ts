import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readDate, type Demographics } from '../../src/kernel/index.ts';

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

/** Splink's fake_1000: names, date of birth, town and email, each often wrong or missing. */
export function readFake(file: string): DataSet {
  const read = rows(file);
  return {
    truth: read.map((r) => r.cluster!),
    records: read.map((r) => ({ given: [r.first_name!], family: r.surname!, ...birthOf(r.dob), addresses: r.city === '' ? [] : [{ lines: [r.city!] }], emails: [r.email!] })),
  };
}
