import { showNhsNumber } from '../../kernel/index.ts';
import type { PersonSummary } from '../../record/index.ts';
import type { personParts } from '../definition/form-schema.ts';
import type { Value } from '../types.ts';

/** As much of who somebody is as an answer may be taken from. */
export type PersonParts = Pick<PersonSummary, 'given' | 'family' | 'preferredName' | 'birthDate' | 'gender' | 'nhsNumber' | 'address' | 'phones' | 'emails' | 'language' | 'interpreterNeeded' | 'ethnicity' | 'gpPractice' | 'contacts'>;

/** Next of kin, where a source names one; otherwise whoever it names first. */
const kinOf = ({ contacts }: PersonParts): PersonParts['contacts'][number] | undefined => contacts.find((c) => /next of kin|nok/i.test(c.relationship ?? '')) ?? contacts[0];

/** One part of who somebody is, as an answer; null where it is not known, or where it is hidden. */
export function personPart(person: PersonParts, part: (typeof personParts)[number]): Value {
  switch (part) {
    case 'name': return [...person.given, person.family].join(' ').trim() || null;
    case 'preferred-name': return person.preferredName;
    case 'birth-date': return person.birthDate;
    case 'gender': return person.gender === 'unknown' ? null : person.gender;
    case 'nhs-number': return person.nhsNumber === null ? null : showNhsNumber(person.nhsNumber);
    case 'address': return person.address === null ? null : [...person.address.lines, ...(person.address.postcode === undefined ? [] : [person.address.postcode])].join(', ') || null;
    case 'postcode': return person.address?.postcode ?? null;
    case 'phone': return person.phones[0] ?? null;
    case 'email': return person.emails[0] ?? null;
    case 'language': return person.language;
    case 'interpreter-needed': return person.interpreterNeeded;
    case 'ethnicity': return person.ethnicity;
    case 'gp-practice': return person.gpPractice;
    case 'next-of-kin': return kinOf(person)?.name ?? null;
    default: return kinOf(person)?.phone ?? null;
  }
}
