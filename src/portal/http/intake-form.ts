import { readDate, readNhsNumber, readPostcode, readUprn } from '../../kernel/index.ts';
import type { FieldError } from '../components/messages.tsx';

/** Fields of the form, by their names; those of the date of birth come in three parts. */
export const intakeFields = [
  'given', 'family', 'otherFamily', 'preferredName', 'birth-day', 'birth-month', 'birth-year', 'estimated', 'gender', 'nhsNumber',
  'addressLine1', 'addressLine2', 'town', 'postcode', 'uprn', 'phone', 'email', 'contactName', 'contactRelationship', 'contactPhone',
  'language', 'interpreterNeeded', 'source', 'reason',
] as const;
export type IntakeField = (typeof intakeFields)[number];
/** What was typed, every field there, empty where nothing was. */
export type IntakeValues = Record<IntakeField, string>;

const longest = 200;
const longestReason = 500;

/** Reads the form's fields from what was sent; nothing else of it is taken. */
export function readValues(field: (name: string) => string): IntakeValues {
  return Object.fromEntries(intakeFields.map((name) => [name, field(name).slice(0, name === 'reason' ? longestReason : longest)])) as IntakeValues;
}

export interface Recorder {
  name: string;
  team: string;
  purpose: string;
  /** Today, ISO. */
  today: string;
}

/** The entry as a `typed` feed takes it, and what is wrong with it, in the order of the form. */
export function readForm(values: IntakeValues, by: Recorder): { said: Record<string, string>; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const wrong = (name: string, text: string): undefined => void errors.push({ text, href: `#${name}` });
  const checked = (name: IntakeField, read: (text: string) => string | null, text: string): string | undefined => {
    if (values[name] === '') return undefined;
    return read(values[name]) ?? wrong(name, text);
  };
  if (values.given === '' && values.family === '') wrong('given', 'Give a given name or a surname');
  const birth = readBirth(values, by.today, (text) => wrong('birth', text));
  const nhsNumber = checked('nhsNumber', readNhsNumber, nhsError(values.nhsNumber));
  const postcode = checked('postcode', readPostcode, 'Give a whole UK postcode, such as NB4 2QT, or leave it out');
  const uprn = checked('uprn', readUprn, 'A UPRN is a number of up to 12 digits');
  const phone = checked('phone', readPhone, 'Give a telephone number, such as 07700 900123');
  const email = checked('email', (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text : null), 'Give an email address, such as name@example.com');
  if (values.contactName === '' && (values.contactPhone !== '' || values.contactRelationship !== '')) wrong('contactName', 'Say who the contact person is');
  const contactPhone = checked('contactPhone', readPhone, 'Give the contact person’s telephone number, such as 07700 900123');
  if (values.source === '') wrong('source', 'Say where this comes from');
  if (values.reason === '') wrong('reason', 'Say why you are recording them');
  const { given, family, otherFamily, preferredName, gender, addressLine1, addressLine2, town, contactName, contactRelationship, language, interpreterNeeded, source, reason } = values;
  const said: Record<string, string | undefined> = {
    given: given.split(/\s+/).join('\n'),
    family,
    otherFamily: otherFamily.split(/\s*,\s*/).join('\n'),
    preferredName,
    ...birth,
    gender: ['female', 'male', 'other', 'unknown'].includes(gender) ? gender : '',
    nhsNumber, addressLine1, addressLine2, town, postcode, uprn, phone, email, contactName, contactRelationship, contactPhone, language, interpreterNeeded: interpreterNeeded === 'yes' || interpreterNeeded === 'no' ? interpreterNeeded : '',
    source: sentence(source),
    reason: `${sentence(reason)}.`,
    recordedAt: by.today,
    recordedBy: by.name,
    recordedByTeam: by.team,
    recordedFor: by.purpose,
  };
  return { said: Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')), errors };
}

/** Words that another sentence goes on from. */
const sentence = (text: string): string => text.replace(/[.\s]+$/, '');

const readPhone = (text: string): string | null => (/^\+?[\d ()-]{7,25}$/.test(text) && text.replace(/\D/g, '').length >= 7 ? text : null);

/** A number of ten digits that fails is mistyped by one digit or two exchanged: the check digit catches both (NHS Data Dictionary). */
const nhsError = (text: string): string =>
  /^\d{10}$/.test(text.replace(/[\s-]/g, '')) ? 'This NHS number fails its check: one digit is wrong, or two are the wrong way round' : 'An NHS number has 10 digits, such as 999 012 3456';

/** As much of a date of birth as is known; of an estimate, only the year is compared. */
function readBirth(values: IntakeValues, today: string, wrong: (text: string) => undefined): { birthDate?: string; birthDateSaid?: string } {
  const [day, month, year] = [values['birth-day'], values['birth-month'], values['birth-year']];
  if (day === '' && month === '' && year === '') return values.estimated === 'yes' ? (wrong('Give the year you estimate'), {}) : {};
  if (year === '') return wrong('Give the year of birth too'), {};
  if (day !== '' && month === '') return wrong('Give the month of birth too, or the year alone'), {};
  const text = [day, month, year].filter((part) => part !== '').join(' ');
  const numbered = /^\d{1,2}$/.test(month) ? [year, month.padStart(2, '0'), ...(day === '' ? [] : [day.padStart(2, '0')])].join('-') : day === '' ? readDate(`1 ${month} ${year}`)?.slice(0, 7) : text;
  const date = /^\d{4}$/.test(year) ? readDate(month === '' ? year : (numbered ?? '')) : null;
  if (date === null) return wrong('Date of birth must be a real date, such as 14 7 1943, or part of one'), {};
  if (date > today) return wrong('Date of birth must be in the past'), {};
  if (date < '1890') return wrong('Nobody alive was born before 1890: look at the year again'), {};
  return values.estimated === 'yes' ? { birthDate: date.slice(0, 4), birthDateSaid: date } : { birthDate: date };
}

/** The form as it was typed, from an entry that was kept, for correcting it. */
export function valuesOf(said: Readonly<Record<string, string>>): IntakeValues {
  const [year = '', month = '', day = ''] = (said['birthDateSaid'] ?? said['birthDate'] ?? '').split('-');
  const has = (name: string): string => said[name] ?? '';
  return readValues((name) =>
    name === 'birth-day' ? day
    : name === 'birth-month' ? month
    : name === 'birth-year' ? year
    : name === 'estimated' ? (has('birthDateSaid') === '' ? '' : 'yes')
    : name === 'given' ? has(name).replaceAll('\n', ' ')
    : name === 'otherFamily' ? has(name).replaceAll('\n', ', ')
    : name === 'reason' ? ''
    : has(name),
  );
}
