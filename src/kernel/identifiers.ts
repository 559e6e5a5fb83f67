import { v7 } from 'uuid';

/** A new opaque, time-ordered id. Never derived from what it names. */
export const newId = (): string => v7();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuid.test(text);

/**
 * Reads an NHS number: ten digits, spaces or hyphens allowed, check digit by modulus 11 with weights 10 to 2
 * (NHS Data Dictionary, "NHS NUMBER"; remainder 11 is 0, remainder 10 is never issued).
 * @returns the ten digits, or null when it is not a valid number
 */
export function readNhsNumber(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(digits)) return null;
  return nhsCheckDigit(digits.slice(0, 9)) === Number(digits[9]) ? digits : null;
}

/** Check digit of the first nine digits, or null where the number may not be issued (remainder 10). */
export function nhsCheckDigit(nine: string): number | null {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(nine[i]) * (10 - i);
  const check = 11 - (sum % 11);
  return check === 10 ? null : check % 11;
}

/** An NHS number as people read it aloud: 3-3-4. */
export const showNhsNumber = (digits: string): string => `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;

const postcode = /^(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/;

/** Reads a full UK postcode in any spacing and case; returns it as `OUT IN`, or null. */
export function readPostcode(text: string): string | null {
  const tight = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (tight.length < 5 || tight.length > 7) return null;
  const spaced = `${tight.slice(0, -3)} ${tight.slice(-3)}`;
  return postcode.test(spaced) ? spaced : null;
}

/** Unique Property Reference Number: up to 12 digits, without leading zeros. */
export function readUprn(text: string): string | null {
  const digits = text.trim().replace(/^0+/, '');
  return /^\d{1,12}$/.test(digits) ? digits : null;
}
