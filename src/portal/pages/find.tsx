import type { VNode } from 'preact';
import { showNhsNumber } from '../../kernel/index.ts';
import { resultColumns, type ResultColumn } from '../../access/index.ts';
import type { FoundPerson, PersonSummary, SearchResult } from '../../record/index.ts';
import { SearchField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showBorn, showDay } from '../words/dates.ts';
import { count, genders, listWords, showWhereabouts } from '../words/person.ts';

/** The one box, as it stands on the home page and above the results. */
export function FindForm(props: { query: string; error?: string | undefined }): VNode {
  return (
    <search>
      <form class="app-find" action={paths.find} method="get">
        <SearchField
          id="q"
          name="q"
          label="Find a person"
          labelSize="l"
          heading
          value={props.query}
          maxlength={200}
          error={props.error}
          button="Find"
          hint={
            <>
              Name in any order, date of birth, NHS number, a local number or a postcode, or several together. For example: <i>amina begum 1943</i>, <i>14/7/1943 NB4</i>,{' '}
              <i>999 012 3456</i>
            </>
          }
        />
      </form>
    </search>
  );
}

/** How the words were read: `the name “begum”, born 14 Jul 1943`. Empty when nothing in them could be searched for. */
function understoodAs(understood: SearchResult['understood']): string {
  const { names, birthDate, year, age, nhsNumber, postcode, street, identifier } = understood;
  return listWords([
    ...(names.length === 0 ? [] : [`the name “${names.join(' ')}”`]),
    ...(birthDate === null ? [] : [`born ${showDay(birthDate)}`]),
    ...(year === null ? [] : [`born in ${year}`]),
    ...(age === null ? [] : [`aged about ${age}`]),
    ...(nhsNumber === null ? [] : [`NHS number ${showNhsNumber(nhsNumber)}`]),
    ...(postcode === null ? [] : [`postcode ${postcode}`]),
    ...(street === null ? [] : [`the street “${street}”`]),
    ...(identifier === null ? [] : [`the number “${identifier}”`]),
  ]);
}

export interface FindProps {
  query: string;
  result: SearchResult;
  /** The reader's team records people by hand. */
  mayAdd: boolean;
  /** What each result shows, as the team's view has it; null for everything. */
  columns: readonly ResultColumn[] | null;
  /** The reader may open a record in an emergency. */
  emergency: boolean;
  today: string;
  /** Names of the services that know this person and that the searcher may see. */
  services: (found: FoundPerson & { kind: 'person' }) => readonly string[];
}

function Matched(props: { on: readonly string[] }): VNode | null {
  return props.on.length === 0 ? null : <p class="app-found__matched">Matched on {listWords(props.on)}</p>;
}

const fieldWords: Record<Exclude<ResultColumn, 'services'>, { name: string; show: (summary: PersonSummary, today: string) => string }> = {
  born: { name: 'Born', show: (summary, today) => showBorn(summary.birthDate, today, summary.deceased !== null) },
  gender: { name: 'Gender', show: (summary) => genders[summary.gender] },
  'nhs-number': { name: 'NHS number', show: (summary) => (summary.nhsNumber === null ? 'Not known' : showNhsNumber(summary.nhsNumber)) },
  address: { name: 'Address', show: showWhereabouts },
};

function Found(props: { found: FoundPerson; find: FindProps }): VNode {
  const { found, find } = props;
  if (found.kind === 'restricted') {
    return (
      <li class="app-found app-found--restricted">
        <h3 class="app-found__name">{found.displayName}</h3> <Tag colour="red">Restricted</Tag>
        <p>This record is restricted and does not open for your team and purpose. If you need it, ask the service that holds it or your information governance lead.</p>
        {find.emergency ? (
          <p>
            <a href={paths.emergency(found.personId)}>
              Confirm access in an emergency<span class="nhsuk-u-visually-hidden"> to {found.displayName}</span>
            </a>
          </p>
        ) : null}
        <Matched on={found.matchedOn} />
      </li>
    );
  }
  const { summary } = found;
  const services = find.services(found);
  const columns = find.columns ?? resultColumns;
  const fields = columns.filter((column) => column !== 'services');
  return (
    <li class="app-found">
      <h3 class="app-found__name">
        <a href={paths.person(summary.personId)}>{summary.displayName}</a>
      </h3>
      {summary.deceased === null ? null : (
        <>
          {' '}
          <Tag colour="grey">Has died</Tag>
        </>
      )}
      {fields.length === 0 ? null : (
        <dl class="app-fields">
          {fields.map((column) => (
            <div>
              <dt>{fieldWords[column].name}</dt>
              <dd>{fieldWords[column].show(summary, find.today)}</dd>
            </div>
          ))}
        </dl>
      )}
      {services.length === 0 || !columns.includes('services') ? null : (
        <p class="app-found__known">
          Known to{' '}
          {services.map((service) => (
            <>
              <Tag colour="white">{service}</Tag>{' '}
            </>
          ))}
        </p>
      )}
      <Matched on={found.matchedOn} />
    </li>
  );
}

function Nothing(props: { find: FindProps }): VNode {
  const words = understoodAs(props.find.result.understood);
  return (
    <>
      <h2 class="nhsuk-heading-m">Nobody found</h2>
      <p>{words === '' ? 'Nothing in that could be searched for.' : `Kith looked for ${words}, in every feed received so far.`}</p>
      <InsetText>
        <p>
          Not being found here does not mean that nobody knows this person. They may be known only to a service that does not send its data, or be held under another name.
        </p>
      </InsetText>
      <h3 class="nhsuk-heading-s">What to try</h3>
      <ul class="nhsuk-list nhsuk-list--bullet">
        <li>fewer words: a surname and a year of birth, or only the first letters of the name</li>
        <li>an earlier surname, or the name they are known by</li>
        <li>their postcode, or the first half of it, with a surname</li>
        <li>the NHS number, or the number another service uses for them</li>
      </ul>
    </>
  );
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The form for recording somebody, with what was looked for in it. */
function addFrom({ names, birthDate, year, nhsNumber, postcode }: SearchResult['understood']): string {
  const [y, m, d] = (birthDate ?? year ?? '').split('-');
  const fields = { given: names.slice(0, -1).map(capital).join(' '), family: capital(names.at(-1) ?? ''), 'birth-day': d, 'birth-month': m, 'birth-year': y, nhsNumber: nhsNumber ?? '', postcode: postcode ?? '' };
  const query = new URLSearchParams(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined && field[1] !== ''));
  return `${paths.addPerson}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

function NotHere(props: { href: string; found: boolean }): VNode {
  return (
    <p class="app-add">
      {props.found ? 'None of these, and nobody has sent them yet?' : 'Nobody has sent them yet?'} <a href={props.href}>Add a person</a>
    </p>
  );
}

/** Results, best first, as a list: each with what tells two people of one name apart. */
export function resultsPage(props: FindProps): Page {
  const { query, result } = props;
  const { found } = result;
  const words = understoodAs(result.understood);
  const number = result.more ? `The ${found.length} nearest` : count(found.length, 'person', 'people');
  return {
    title: [found.length === 0 ? 'Nobody found' : `${number} found`, 'Find a person'],
    at: 'find',
    query,
    body: (
      <div class="app-plain">
        <FindForm query={query} />
        {found.length === 0 ? (
          <Nothing find={props} />
        ) : (
          <>
            <h2 class="app-results">
              {number} for {words === '' ? `“${query}”` : words}
            </h2>
            {result.more ? (
              <InsetText>
                <p>There are more than can be shown. Add a date or year of birth, a postcode or another name to narrow it.</p>
              </InsetText>
            ) : null}
            <ol class="app-founds">
              {found.map((one) => (
                <Found found={one} find={props} />
              ))}
            </ol>
          </>
        )}
        {props.mayAdd ? <NotHere href={addFrom(result.understood)} found={found.length > 0} /> : null}
      </div>
    ),
  };
}

/** The form alone: before anything was asked, or when what was asked cannot be searched. */
export function askPage(props: { query: string; error?: string; mayAdd?: boolean }): Page {
  return {
    title: ['Find a person'],
    error: props.error !== undefined,
    at: 'find',
    query: props.query,
    body: (
      <div class="app-plain">
        {props.error === undefined ? null : <ErrorSummary errors={[{ text: props.error, href: '#q' }]} />}
        <FindForm query={props.query} error={props.error} />
        {props.mayAdd === true ? <NotHere href={paths.addPerson} found={false} /> : null}
      </div>
    ),
  };
}
