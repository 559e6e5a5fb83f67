import type { Command } from 'commander';
import { KithError, readDate, readNhsNumber, readPostcode, showDate, showNhsNumber, type Demographics, type Gender } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { likelyPeople, matchRequest, type LikelyPerson } from '../record/index.ts';
import { table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface Options {
  as: string;
  purpose?: string;
  team?: string;
  given?: string;
  family?: string;
  born?: string;
  gender?: string;
  nhs?: string;
  address?: string;
  postcode?: string;
  phone?: string;
  email?: string;
  limit: string;
  json?: boolean;
}

/** `match`: who somebody at the door may already be. */
export function matchCommand(program: Command, output: Output): void {
  program
    .command('match')
    .description('find who a person may already be in the record, scored as linkage scores; the search is logged')
    .requiredOption('--as <user>', 'user who asks')
    .option('--purpose <purpose>', "what it is for; needed when they have several")
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--given <names>', 'given names, the first one first')
    .option('--family <name>', 'surname')
    .option('--born <date>', 'date of birth, or as much of it as is known')
    .option('--gender <gender>', 'female, male, other or unknown')
    .option('--nhs <number>', 'NHS number')
    .option('--address <line>', 'first line of the address')
    .option('--postcode <postcode>', 'postcode')
    .option('--phone <number>', 'telephone number')
    .option('--email <address>', 'email address')
    .option('--limit <people>', 'people shown at most, 1 to 50', '10')
    .option('--json', 'print as JSON')
    .action(async (options: Options, command: Command) => {
      const asked = readAsked(options);
      const limit = Number(options.limit);
      if (!Number.isInteger(limit) || limit < 1 || limit > 50) throw wrong(`--limit ${options.limit} is not a number from 1 to 50.`);
      const shown = await withKith(command, (kith) => matchFor(kith, asked, options, limit));
      output.out(options.json === true ? JSON.stringify({ candidates: shown.map(asJson) }, null, 2) : inWords(shown));
    });
}

const wrong = (message: string): KithError => new KithError('usage.invalid', message, { mend: 'See "kith match --help".' });

/** What is asked; whatever cannot be read is refused rather than left out, which would find other people. */
function readAsked(options: Options): Demographics {
  const birthDate = options.born === undefined ? undefined : readDate(options.born);
  const nhsNumber = options.nhs === undefined ? undefined : readNhsNumber(options.nhs);
  if (birthDate === null) throw wrong(`--born ${options.born} is not a date.`);
  if (nhsNumber === null) throw wrong(`--nhs ${options.nhs} is not a valid NHS number.`);
  if (options.postcode !== undefined && readPostcode(options.postcode) === null) throw wrong(`--postcode ${options.postcode} is not a postcode.`);
  if (options.gender !== undefined && !['female', 'male', 'other', 'unknown'].includes(options.gender)) throw wrong(`--gender ${options.gender} is none of female, male, other and unknown.`);
  const asked: Demographics = {
    ...(options.given === undefined ? {} : { given: options.given.split(/\s+/).filter((name) => name !== '') }),
    ...(options.family === undefined ? {} : { family: options.family }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(nhsNumber === undefined ? {} : { nhsNumber }),
    ...(options.gender === undefined ? {} : { gender: options.gender as Gender }),
    ...(options.address === undefined && options.postcode === undefined ? {} : { addresses: [{ lines: options.address === undefined ? [] : [options.address], ...(options.postcode === undefined ? {} : { postcode: options.postcode }) }] }),
    ...(options.phone === undefined ? {} : { phones: [options.phone] }),
    ...(options.email === undefined ? {} : { emails: [options.email] }),
  };
  if (Object.keys(asked).length === 0) throw wrong('Say who is meant: a name, a date of birth, an NHS number.');
  return asked;
}

/** Who may be meant, of those this user may know of, under one logged search. */
export async function matchFor(kith: Pick<Kith, 'access' | 'linkage' | 'records'>, asked: Demographics, as: Pick<Options, 'as' | 'team' | 'purpose'>, limit: number): Promise<LikelyPerson[]> {
  const session = kith.access.session(as.as, as.team, as.purpose);
  return kith.access.reading(session, { action: 'search', persons: [], request: matchRequest(asked) }, async (reading) => (await likelyPeople(kith.linkage, kith.records, reading, asked, limit)).shown);
}

const bandWords = { join: 'Same person', review: 'Could be', apart: 'Held apart' } as const;

/** Of a restricted person: the name, how likely, and nothing of what agrees. */
function asJson({ person, candidate }: LikelyPerson): Record<string, unknown> {
  const { weight, probability, band, guard, comparisons } = candidate;
  if (person.kind === 'restricted') return { kind: 'restricted', personId: person.personId, displayName: person.displayName, band };
  const { personId, displayName, birthDate, nhsNumber } = person.summary;
  return { kind: 'person', personId, displayName, birthDate, nhsNumber, weight, probability, band, guard, comparisons };
}

function inWords(shown: readonly LikelyPerson[]): string {
  if (shown.length === 0) return 'Nobody you may see is likely to be this person. They may be known to a service that does not share with you.';
  const rows = shown.map(({ person, candidate }) =>
    person.kind === 'restricted'
      ? [bandWords[candidate.band], '–', person.displayName, '', '', 'Restricted record', person.personId]
      : [
          bandWords[candidate.band],
          percent(candidate.probability),
          person.summary.displayName,
          person.summary.birthDate === null ? 'Not known' : showDate(person.summary.birthDate),
          person.summary.nhsNumber === null ? 'Not known' : showNhsNumber(person.summary.nhsNumber),
          candidate.comparisons.map((c) => `${c.title.toLowerCase()} ${c.level.replaceAll('-', ' ')}`).join(', '),
          person.summary.personId,
        ],
  );
  return table(['Likely', 'Chance', 'Name', 'Born', 'NHS number', 'How they compare', 'Person'], rows);
}

/** Never "100%": no comparison of records is certain. */
const percent = (p: number): string => (p > 0.999 ? '>99.9%' : p < 0.001 ? '<0.1%' : `${(p * 100).toFixed(1)}%`);
