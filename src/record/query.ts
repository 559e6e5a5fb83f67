import { readNhsNumber } from '../kernel/index.ts';
import { foldWords } from './names.ts';

/** A search text, taken apart. Where a piece can be read in two ways (140743: a date or a number) both are kept. */
export interface Question {
  /** Folded name parts, in the order given. */
  names: string[];
  /** Every full date of birth the text may mean, likeliest first. */
  birthDates: string[];
  /** A month of a year, `YYYY-MM`, when no day was given. */
  month: string | null;
  year: string | null;
  age: number | null;
  nhsNumber: string | null;
  /** Postcode or part of one: upper case, without spaces. */
  postcode: string | null;
  house: { number: string; street: string } | null;
  /** Texts that may be a source's own number, as typed; `system:value` keeps its system. */
  identifiers: string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const noise = new Set(['mr', 'mrs', 'miss', 'ms', 'mx', 'dr', 'rev', 'sir', 'lady', 'born', 'dob', 'nhs', 'no', 'number', 'aged', 'age', 'of', 'the', 'at', 'and', 'postcode']);
const streetEnds = new Set(['road', 'rd', 'street', 'st', 'avenue', 'ave', 'close', 'cl', 'lane', 'ln', 'drive', 'dr', 'court', 'ct', 'way', 'gardens', 'gdns', 'place', 'pl', 'terrace', 'crescent', 'grove', 'hill', 'mews', 'square', 'walk', 'house', 'row', 'green', 'park', 'rise', 'view']);
const oldest = 115;

const pad = (n: number): string => String(n).padStart(2, '0');
const isDay = (y: number, m: number, d: number): boolean => m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();

/** Full years a two- or four-digit year may mean for somebody alive or lately dead on `today`; likeliest first. */
function yearsOf(text: string, today: string): number[] {
  const now = Number(today.slice(0, 4));
  const years = text.length === 4 ? [Number(text)] : [Math.trunc(now / 100) * 100 + Number(text), Math.trunc(now / 100) * 100 - 100 + Number(text)];
  return years.filter((y) => y <= now && y >= now - oldest);
}

/** Dates that a day, month and year as typed may mean: day first; month first only where day first is impossible. */
function datesOf(day: string, month: string, year: string, today: string): string[] {
  const found = (d: number, m: number): string[] =>
    yearsOf(year, today).flatMap((y) => (isDay(y, m, d) && `${y}-${pad(m)}-${pad(d)}` <= today ? [`${y}-${pad(m)}-${pad(d)}`] : []));
  const asTyped = found(Number(day), Number(month));
  return asTyped.length > 0 ? asTyped : found(Number(month), Number(day));
}

const monthNumber = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);

/** Reads what somebody typed into the one search box. Never throws; what cannot be read as anything else is a name. */
export function understand(query: string, today: string): Question {
  const asked: Question = { names: [], birthDates: [], month: null, year: null, age: null, nhsNumber: null, postcode: null, house: null, identifiers: [] };
  let rest = ` ${query.slice(0, 200).normalize('NFC').replace(/\s+/g, ' ').trim()} `;
  /** Takes the first match out of the text when `use` accepts it. */
  const take = (pattern: RegExp, use: (m: RegExpExecArray) => boolean): void => {
    const m = pattern.exec(rest);
    if (m && use(m)) rest = `${rest.slice(0, m.index)} ${rest.slice(m.index + m[0].length)}`;
  };
  const dated = (day: string, month: string, year: string): boolean => {
    if (asked.birthDates.length > 0) return false;
    asked.birthDates = datesOf(day, month, year, today);
    if (asked.birthDates.length === 0) asked.year = yearsOf(year, today).map(String)[0] ?? asked.year;
    return asked.birthDates.length > 0 || asked.year !== null;
  };
  const inMonth = (month: string, year: string): boolean => {
    const [y] = yearsOf(year, today);
    if (y === undefined || Number(month) < 1 || Number(month) > 12 || asked.birthDates.length > 0) return false;
    asked.month = `${y}-${pad(Number(month))}`;
    return true;
  };

  take(/(?<=\s)([a-z][\w-]*):(\S+)(?=\s)/i, (m) => Boolean(asked.identifiers.push(`${m[1]}:${m[2]}`)));
  take(/(?<![\w/.-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\w/.-])/, (m) => {
    asked.nhsNumber = readNhsNumber(m[0]);
    if (asked.nhsNumber === null) asked.identifiers.push(m[0].replace(/\D/g, ''));
    return true;
  });
  take(/(?<![\w/.-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\w/.-])/, (m) => dated(m[3]!, m[2]!, m[1]!));
  take(/(?<![\w/.-])(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?![\w/.-])/, (m) => dated(m[1]!, m[3]!, m[4]!));
  take(new RegExp(`(?<!\\w)(\\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]?${monthName}[ ,-]*(\\d{4}|\\d{2})(?!\\w)`, 'i'), (m) => dated(m[1]!, monthNumber(m[2]!), m[3]!));
  take(new RegExp(`(?<!\\w)${monthName} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(?!\\w)`, 'i'), (m) => dated(m[2]!, monthNumber(m[1]!), m[3]!));
  take(new RegExp(`(?<!\\w)${monthName}[ -](\\d{4})(?!\\w)`, 'i'), (m) => inMonth(monthNumber(m[1]!), m[2]!));
  take(/(?<![\w/.-])(\d{1,2})[/-](\d{4})(?![\w/.-])/, (m) => inMonth(m[1]!, m[2]!));
  take(/(?<![\w/.-])(\d{2})(\d{2})(\d{4}|\d{2})(?![\w/.-])/, (m) => {
    asked.identifiers.push(m[0]);
    if (!dated(m[1]!, m[2]!, m[3]!) && m[0].length === 8) dated(m[0].slice(6), m[0].slice(4, 6), m[0].slice(0, 4));
    return true;
  });
  take(/(?<!\w)(?:aged? )?(\d{1,3}) ?(?:y|yo|yrs?|years?(?: old)?)(?!\w)|(?<!\w)aged? (\d{1,3})(?!\w)/i, (m) => {
    const age = Number(m[1] ?? m[2]);
    if (age > oldest) return false;
    asked.age = age;
    return true;
  });
  take(/(?<!\w)([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2}|\d[a-z])(?!\w)/i, (m) => Boolean((asked.postcode = `${m[1]}${m[2]}`.toUpperCase())));
  if (asked.postcode === null) {
    take(/(?<!\w)([a-z]{1,2}\d[a-z\d]?)(?: (\d))?(?!\w)/i, (m) => {
      asked.postcode = `${m[1]}${m[2] ?? ''}`.toUpperCase();
      if (m[2] === undefined) asked.identifiers.push(m[0]);
      return true;
    });
  }
  take(/(?<!\w)(\d{1,4}[a-z]?) +((?:[\p{L}'’]+ *){1,4})(?!\w)/iu, (m) => {
    const words = foldWords(m[2]!);
    const end = words.findIndex((w, i) => i > 0 && streetEnds.has(w));
    if (/^(18|19|20)\d\d$/.test(m[1]!) && end < 0) return false;
    const [street = ''] = words;
    if (street === '' || noise.has(street)) return false;
    asked.house = { number: m[1]!.toLowerCase(), street };
    asked.names.push(...words.slice(end < 0 ? 1 : end + 1));
    return true;
  });
  take(/(?<!\w)((?:18|19|20)\d{2})(?!\w)/, (m) => {
    if (asked.year !== null || asked.birthDates.length > 0 || asked.month !== null || yearsOf(m[1]!, today).length === 0) return false;
    asked.year = m[1]!;
    return true;
  });
  for (const token of rest.split(' ').filter((t) => t !== '')) {
    if (/\d/.test(token)) asked.identifiers.push(token);
    else asked.names.push(...foldWords(token).filter((word) => !noise.has(word)));
  }
  asked.names = [...new Set(asked.names)].slice(0, 6);
  asked.identifiers = asked.identifiers.slice(0, 4);
  return asked;
}
