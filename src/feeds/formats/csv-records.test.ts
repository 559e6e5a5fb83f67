import { parse } from 'csv-parse/sync';
import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { cutRecord } from './csv-records.ts';

const field = oneof(string({ unit: constantFrom('a', '"', ',', '\n', '\r', ' ', ';', 'é', '=', '<') }), string());
const record = array(field, { minLength: 1, maxLength: 6 });
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** Writes as a careful sender would: quotes wherever they are needed, and now and then where they are not. */
const write = (fields: string[]): string => fields.map((f, i) => (/[",\r\n]/.test(f) || i % 3 === 0 ? quote(f) : f)).join(',');

function cutAll(text: string): { raw: string; fields: string[] | null; extraLines: number }[] {
  const records = [];
  for (let at = 0; at < text.length; ) {
    const cut = cutRecord(text, at, ',', true);
    if (cut === 'more') throw new Error('open quote');
    records.push(cut);
    at = cut.end;
  }
  return records;
}

test('any fields, written and read again, come back', () => {
  assert(
    property(array(record, { minLength: 1, maxLength: 5 }), constantFrom('\n', '\r\n'), (records, end) => {
      const text = records.map((r) => write(r) + end).join('');
      expect(cutAll(text).map((r) => r.fields)).toEqual(records);
    }),
  );
});

test('raw is the record exactly as received, line ends inside quotes included', () => {
  assert(
    property(array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const written = records.map(write);
      const cuts = cutAll(written.map((w) => `${w}\r\n`).join(''));
      expect(cuts.map((c) => c.raw)).toEqual(written);
      expect(cuts.map((c) => c.extraLines)).toEqual(written.map((w) => w.split('\n').length - 1));
    }),
  );
});

test('a text cut anywhere gives the same record or asks for more, never another', () => {
  expect.hasAssertions();
  assert(
    property(record, record, nat(), (first, second, at) => {
      const text = `${write(first)}\n${write(second)}\n`;
      const whole = cutRecord(text, 0, ',', true);
      const part = cutRecord(text.slice(0, at % text.length), 0, ',', false);
      expect(part === 'more' ? whole : part).toEqual(whole);
    }),
  );
});

test('agrees with csv-parse on what careful senders write', () => {
  assert(
    property(array(record, { minLength: 1, maxLength: 4 }), (records) => {
      const text = records.map((r) => `${write(r)}\n`).join('');
      expect(cutAll(text).map((r) => r.fields)).toEqual(parse(text, { relax_column_count: true, record_delimiter: ['\n'] }));
    }),
  );
});

test('text after a closing quote is not well formed; a quote inside a field is itself', () => {
  expect(cutRecord('1,"a"b,c\n', 0, ',', true)).toMatchObject({ fields: null, raw: '1,"a"b,c' });
  expect(cutRecord('1,5" pipe,c\n', 0, ',', true)).toMatchObject({ fields: ['1', '5" pipe', 'c'] });
  expect(cutRecord('1,"open,c\n', 0, ',', true)).toBe('more');
});
