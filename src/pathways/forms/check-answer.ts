import { readDate } from '../../kernel/index.ts';
import type { Field } from '../definition/form-schema.ts';
import type { AnswerProblem, Value } from '../types.ts';
import { checkWhole } from './check-whole.ts';
import type { Around } from './rows.ts';
import { optionsOf } from './fields.ts';

/**
 * What is wrong with one answer, in words for whoever gave it. `at` names the field, inside a repeat by its place: `contacts[1].phone`.
 * @param around answers that conditions within a row may rest on
 */
export function checkAnswer(field: Field, value: Value, at: string = field.name, around: Around = { answers: {}, names: [] }): AnswerProblem[] {
  const wrong = (says: string): AnswerProblem[] => [{ field: at, says: `${field.title}: ${says}` }];
  switch (field.type) {
    case 'text':
    case 'long-text':
      if (typeof value !== 'string') return wrong('give text.');
      return value.length > field.most ? wrong(`use ${field.most.toLocaleString('en-GB')} characters or fewer.`) : [];
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return wrong('give a number.');
      if (value < field.min || value > field.max) return wrong(`give a number from ${field.min} to ${field.max}${field.unit === undefined ? '' : ` ${field.unit}`}.`);
      return isStep(value, field.step) ? [] : wrong(field.step === 1 ? 'give a whole number.' : `give it to the nearest ${field.step}.`);
    case 'yes-no':
    case 'choice':
      return typeof value === 'string' && optionsOf(field)!.includes(value) ? [] : wrong(`choose one of ${optionsOf(field)!.join(', ')}.`);
    case 'choices':
      return Array.isArray(value) && value.every((one) => typeof one === 'string' && optionsOf(field)!.includes(one)) ? [] : wrong(`choose from ${optionsOf(field)!.join(', ')}.`);
    case 'date':
      return typeof value === 'string' && readDate(value) === value && value.length === 10 ? [] : wrong('give a date, such as 2026-11-20.');
    case 'time':
      return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? [] : wrong('give a time, such as 09:30.');
    case 'date-time':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value)) ? [] : wrong('give a date and time, such as 2026-11-20T09:30.');
    case 'telephone':
      return typeof value === 'string' && /^[+0-9][0-9 ()-]{6,24}$/.test(value) ? [] : wrong('give a telephone number.');
    case 'email':
      return typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? [] : wrong('give an email address, such as name@example.com.');
    default:
      return checkWhole(field, value, at, around, checkAnswer);
  }
}

/** Decimal fractions are not exact in binary: 36.7 is a step of 0.1 though 36.7 / 0.1 is no whole number. */
const isStep = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-6;
