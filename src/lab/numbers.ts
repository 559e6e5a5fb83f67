import { nhsCheckDigit } from '../kernel/index.ts';

/** NHS numbers 900 000 000x to 998 999 999x, each given once, in an order that jumps about. Showcase people have 999… */
export function nhsNumbers(): () => string {
  let count = 0;
  const size = 99_000_000;
  return () => {
    for (;;) {
      const nine = String(900_000_000 + ((count++ * 48_611_321 + 12_345_677) % size));
      const check = nhsCheckDigit(nine);
      if (check !== null) return nine + String(check);
    }
  };
}

const upnLetters = 'ABCDEFGHJKLMNPQRTUVWXYZ';

/** Unique pupil number: check letter, authority 999, school, year of entry, serial (DfE UPN guide: weights 2 to 13, remainder of 23). */
export function upnOf(entryYear: number, ordinal: number): string {
  const serial = String((ordinal * 7919) % 10_000_000).padStart(7, '0');
  const digits = `999${serial.slice(0, 4)}${String(entryYear).slice(-2)}${serial.slice(4)}`;
  const sum = digits.split('').reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  return upnLetters[sum % 23]! + digits;
}

/** A register's own number: no two the same, no order to see. `x` up to 99,999,988. */
export const scramble = (x: number, salt: number): string => String((x * 31_415_927 + salt * 7_654_321) % 99_999_989).padStart(8, '0');
