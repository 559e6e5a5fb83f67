import type { VNode } from 'preact';
import type { Demographics } from '../../kernel/index.ts';
import { showNhsNumber } from '../../kernel/index.ts';
import type { Overview, SourceDetail } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { WarningCallout } from '../components/messages.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Tag } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showBorn, showDay, showInstant, showInstantDay } from '../words/dates.ts';
import type { FeedBook } from '../words/feeds.ts';
import { count, genders, listWords, showAddress, showRole } from '../words/person.ts';
import { FeedTag } from './feeds.tsx';

export interface SourcesProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  detail: SourceDetail;
  /** The feed of people whom this reader's organisation records by hand, where they may correct it; null otherwise. */
  records: string | null;
  /** Whether this reader parts records and joins people by hand. */
  parting: boolean;
  feeds: FeedBook;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const fieldWords: Record<string, string> = { birthDate: 'Date of birth', nhsNumber: 'NHS number', family: 'Surname', given: 'Given names', gender: 'Gender', postcode: 'Postcode', address: 'Address', deceased: 'Deceased', gpPractice: 'GP practice', preferredName: 'Likes to be called' };

const showField = (field: string): string => fieldWords[field] ?? showRole(field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());

/** Who a source says the person is, in its own words. */
function identityRows(localKey: string, d: Demographics, today: string): [string, string][] {
  const name = [d.title, ...(d.given ?? []), d.family].filter(Boolean).join(' ');
  const rows: [string, string | undefined][] = [
    ['Known here as', localKey],
    ['Name', name === '' ? undefined : name],
    ['Also known as', d.otherFamily?.join(', ')],
    ['Likes to be called', d.preferredName],
    ['Born', d.birthDate === undefined ? undefined : showBorn(d.birthDate, today)],
    ['Born, as received', d.birthDateRaw],
    ['Died', d.deceased === undefined ? undefined : d.deceased === true ? 'Date not known' : showDay(d.deceased)],
    ['Gender', d.gender === undefined ? undefined : genders[d.gender]],
    ['NHS number', d.nhsNumber === undefined ? undefined : showNhsNumber(d.nhsNumber)],
    ['Other numbers', d.identifiers?.map((i) => `${i.system} ${i.value}`).join(', ')],
    ['Address', d.addresses?.map(showAddress).join('; ')],
    ['Phone', d.phones?.join(', ')],
    ['E-mail', d.emails?.join(', ')],
    ['Language', d.language],
    ['Ethnicity', d.ethnicity],
    ['GP practice', d.gpPractice],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined && row[1] !== '');
}

function Source(props: { source: SourceDetail['sources'][number]; today: string; correct: ((record: string) => string) | null }): VNode {
  const { source, today, correct } = props;
  const { feed, identities } = source;
  return (
    <section class="app-source">
      <h3>
        {feed.title}, {feed.organisationName} <FeedTag state={feed.state} />
      </h3>
      <p class="app-quiet">
        {feed.lastReceived === null ? 'Never received' : `Received ${showInstant(feed.lastReceived, today)}`}. Covers: {feed.coverage}.{' '}
        {source.facts === 0 ? 'Holds nothing dated that you may see' : `Holds ${count(source.facts, 'dated entry', 'dated entries')}`}
        {source.latestFact === null ? '' : `, the latest from ${showDay(source.latestFact)}`}.
      </p>
      {identities.length === 0 ? (
        <p>{feed.lastReceived === null ? 'Not checked: nothing has been received from this source.' : `Not found here, checked to ${showInstantDay(feed.lastReceived, today)}.`}</p>
      ) : (
        identities.map((identity) => (
          <div class="app-identity">
            <dl class="app-fields">
              {identityRows(identity.localKey, identity.demographics, today).map(([label, value]) => (
                <div>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <p class="app-quiet">
              {identity.asOf === null ? '' : `As of ${showDay(identity.asOf)}. `}First received {showInstantDay(identity.firstAt, today)}, last {showInstantDay(identity.lastAt, today)}.
            </p>
            {correct === null ? null : (
              <p>
                <a href={correct(identity.localKey)}>Correct what was recorded by hand</a>
              </p>
            )}
          </div>
        ))
      )}
    </section>
  );
}

/** Everything each source says about who this is, and where they disagree. */
export function sourcesPage(props: SourcesProps): Page {
  const { detail, feeds, today } = props;
  const { mismatches } = detail;
  const shared = detail.sources.filter((s) => s.level === 'detail' || s.level === 'summary');
  const holding = shared.filter((s) => s.identities.length > 0);
  const without = shared.filter((s) => s.identities.length === 0);
  const withheld = detail.sources.filter((s) => !shared.includes(s));
  return personPage({
    ...props,
    at: 'sources',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Sources</h2>
          <PrintButton />
        </div>
        {mismatches.length === 0 ? (
          <p>The sources that you may see agree on who this is.</p>
        ) : (
          <>
            <WarningCallout heading="Sources disagree">
              Check with the person before relying on: {listWords(mismatches.map((m) => showField(m.field).replace(/^[A-Z](?![A-Z])/, (c) => c.toLowerCase())))}.
            </WarningCallout>
            <Table
              caption="Where sources disagree"
              captionSize="s"
              responsive
              firstCellIsHeader
              class="app-table"
              rows={mismatches.flatMap((m) => m.values.map((value, index) => ({ field: m.field, index, ...value })))}
              columns={[
                { heading: 'About', cell: (row) => showField(row.field) },
                {
                  heading: 'Value',
                  cell: (row) => (
                    <>
                      {row.value} {row.chosen ? <Tag colour="green">Shown</Tag> : null}
                    </>
                  ),
                },
                { heading: 'Said by', cell: (row) => listWords(row.feeds.map((feed) => `${feeds.organisation(feed)} (${feeds.name(feed)})`)) || 'Not shown' },
              ]}
            />
          </>
        )}
        <h2 class="app-subtitle">What each source holds</h2>
        {props.parting ? (
          <p>
            <a href={paths.joined(detail.summary.personId)}>Records joined as this person</a>, if one is somebody else’s. <a href={paths.join(detail.summary.personId)}>Join with another person</a>, if they are here twice.
          </p>
        ) : null}
        {holding.length === 0 ? <p>No source that you may see holds this person.</p> : holding.map((source) => <Source source={source} today={today} correct={source.feed.feed === props.records ? (record) => paths.correct(detail.summary.personId, encodeURIComponent(record)) : null} />)}
        {withheld.length === 0 ? null : (
          <>
            <h2 class="app-subtitle">Sources not shared with your team</h2>
            <p>{listWords(withheld.map(({ feed }) => `${feed.title} (${feed.organisationName})`))}. They may or may not hold this person.</p>
          </>
        )}
        {without.length === 0 ? null : (
          <>
            <h2 class="app-subtitle">Sources that do not hold this person</h2>
            {without.map((source) => (
              <Source source={source} today={today} correct={null} />
            ))}
          </>
        )}
      </>
    ),
  });
}
