import type { Held } from './holdings.ts';

/** What is the person's own, and so no sign of anybody else. */
export interface OwnNames {
  names: readonly string[];
  phones: readonly string[];
  emails: readonly string[];
  /** People who are known to be around them. */
  others: readonly { name: string; phone: string | null }[];
}

const phonePattern = /(?:\+44[ ]?|\b0)\d(?:[ ]?\d){8,9}\b/g;
const emailPattern = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Two or more words that begin with a capital, one after another: in running text most often somebody's name. */
const namePattern = /\b\p{Lu}\p{Ll}+(?:[ -]\p{Lu}[\p{Ll}’'-]+)+/gu;
/** Rows of running text, in which anybody may be named; elsewhere capitals are services, places and titles. */
const running = /detail|reason|said|note|words|outcome|recorded/i;

const digits = (phone: string): string => phone.replace(/\D/g, '').replace(/^44/, '0');

/** Why somebody should look closely at one thing before it is given away: who else it may be about. Never a decision. */
export function suggestionsFor(held: Pick<Held, 'title' | 'rows'>, own: OwnNames): string[] {
  const found = new Set<string>();
  const mine = new Set(own.names.flatMap((name) => name.toLowerCase().split(/\s+/)));
  const numbers = new Set(own.phones.map(digits));
  const mails = new Set(own.emails.map((mail) => mail.toLowerCase()));
  const text = [held.title, ...held.rows.map((row) => row.value)].join('\n');
  for (const { name, phone } of own.others) {
    if (name !== '' && text.toLowerCase().includes(name.toLowerCase())) found.add(`Names ${name}`);
    if (phone !== null && digits(text).includes(digits(phone))) found.add(`Gives the telephone number of ${name}`);
  }
  for (const [phone] of text.matchAll(phonePattern)) if (!numbers.has(digits(phone))) found.add(`Gives a telephone number, ${phone}`);
  for (const [mail] of text.matchAll(emailPattern)) if (!mails.has(mail.toLowerCase())) found.add(`Gives an e-mail address, ${mail}`);
  for (const { name, value } of held.rows.filter((row) => running.test(row.name))) {
    for (const [said] of value.matchAll(namePattern)) {
      const words = said.toLowerCase().split(/[\s]+/);
      if (!words.every((word) => mine.has(word)) && ![...found].some((f) => f.endsWith(` ${said}`))) found.add(`May name somebody in “${name}”: ${said}`);
    }
  }
  return [...found];
}
