import type { Access, Reading } from '../access/index.ts';
import { showDate, showNhsNumber, type Address, type Demographics, type FeedState, type Kernel } from '../kernel/index.ts';
import { factCounts, peopleRows, statementRows } from './person.store.ts';
import { identityInFull, mayKnow, notFound, requireOpen, shownSummary, type Sources } from './present.ts';
import { standing, valuesOf, type Statement } from './summary.ts';
import { chosenFields, type ChosenField, type Survivorship } from './survivorship.ts';
import type { SourceDetail } from './types.ts';

/** What each source holds of a person, and where they disagree; a source this session may not know says nothing, held or not. */
export async function sourcesOf(
  kernel: Kernel,
  sources: Sources,
  access: Pick<Access, 'categories'>,
  rules: Survivorship,
  reading: Reading,
  personId: string,
  feeds: readonly FeedState[],
): Promise<SourceDetail> {
  requireOpen(reading, personId);
  const { sql } = reading;
  const [[row], rows, counted] = await Promise.all([peopleRows(sql, [personId]), statementRows(sql, personId), factCounts(sql, personId)]);
  if (row === undefined) throw notFound();
  const hidden = reading.persons.get(personId)?.hideWhereabouts === true;
  const full = identityInFull(reading, personId);
  const statements = rows.map((s) => ({ ...s, firstAt: s.firstAt.toISOString(), lastAt: s.lastAt.toISOString() }));
  // Directories hold nobody.
  const categories = new Set(access.categories.map((category) => category.id));
  const feedsOfPeople = feeds.filter((feed) => categories.has(feed.category));
  const known = (feed: string): boolean => mayKnow(reading, sources, personId, feed);
  return {
    summary: shownSummary(reading, sources, row),
    sources: feedsOfPeople.map((feed) => {
      const held = known(feed.feed) ? counted.filter((c) => c.feed === feed.feed) : [];
      const detailed = held.filter((c) => reading.level(personId, c.category) === 'detail');
      return {
        feed,
        level: reading.level(personId, feed.category),
        identities: full && known(feed.feed)
          ? statements.filter((s) => s.feed === feed.feed).map(({ localKey, demographics, asOf, firstAt, lastAt }) => ({ localKey, demographics: hidden ? withoutWhereabouts(demographics) : demographics, asOf, firstAt, lastAt }))
          : [],
        facts: held.reduce((n, c) => n + c.facts, 0),
        latestFact: detailed.reduce<string | null>((max, c) => (c.latest !== null && (max === null || c.latest > max) ? c.latest : max), null),
      };
    }),
    mismatches: full ? mismatches(statements, rules, known, hidden, kernel.clock.today()) : [],
  };
}

function withoutWhereabouts(d: Demographics): Demographics {
  const { addresses: _addresses, phones: _phones, emails: _emails, gpPractice: _gp, contacts, ...rest } = d;
  return { ...rest, ...(contacts === undefined ? {} : { contacts: contacts.map(({ phone: _phone, address: _address, ...contact }) => contact) }) };
}

const places: ReadonlySet<ChosenField> = new Set(['address', 'gpPractice']);

/** Fields with more than one value among what each source says now; the chosen one first, those of unknown sources left out. */
function mismatches(all: readonly Statement[], rules: Survivorship, known: (feed: string) => boolean, hidden: boolean, today: string): SourceDetail['mismatches'] {
  const statements = standing(all);
  return chosenFields
    .filter((field) => !(hidden && places.has(field)))
    .flatMap((field) => {
      const values = valuesOf(field, statements, rules, today)
        .map(({ value, feeds }, i) => ({ value: say(field, value), feeds: feeds.filter(known), chosen: i === 0 }))
        .filter((v) => v.chosen || v.feeds.length > 0);
      return values.length > 1 ? [{ field, values }] : [];
    });
}

function say(field: ChosenField, value: unknown): string {
  if (field === 'name') {
    const { given = [], family = '' } = value as Demographics;
    return [...given, family].filter((part) => part !== '').join(' ');
  }
  if (field === 'address') {
    const { lines, postcode } = value as Address;
    return [...lines, postcode].filter((part) => part !== undefined && part !== '').join(', ');
  }
  if (field === 'birthDate') return showDate(String(value));
  if (field === 'deceased') return value === true ? 'Yes, date not given' : showDate(String(value));
  if (field === 'nhsNumber') return showNhsNumber(String(value));
  if (field === 'interpreterNeeded') return value === true ? 'Yes' : 'No';
  return String(value);
}
