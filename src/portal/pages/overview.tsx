import type { VNode } from 'preact';
import type { PersonCase } from '../../pathways/index.ts';
import type { FamilyMember, Overview, RecordFact } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { PersonCases } from '../components/person-cases.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, NotificationBanner } from '../components/messages.tsx';
import { Phone } from '../components/phone.tsx';
import { SourceCard } from '../components/source-card.tsx';
import { Timeline } from '../components/timeline.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showAge, showDay } from '../words/dates.ts';
import type { FeedBook } from '../words/feeds.ts';
import { listWords, showRole } from '../words/person.ts';

export interface OverviewProps {
  overview: Overview;
  feeds: FeedBook;
  today: string;
  purpose: string;
  /** Cases that this reader may know of; null where their team does not work with cases. */
  cases: readonly PersonCase[] | null;
  now: Date;
  /** Categories whose cards stand first, as the team's view has them; null for all, in the area's order. */
  first: readonly string[] | null;
  /** Just recorded by hand: `new` or `corrected`; empty otherwise. */
  recorded: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

function AboutMe(props: { facts: readonly RecordFact<'finding'>[]; feeds: FeedBook }): VNode | null {
  const facts = props.facts.filter((fact) => fact.body.type === 'about-me');
  if (facts.length === 0) return null;
  return (
    <section class="app-about" aria-label="About me">
      {facts.map((fact) => (
        <figure>
          <blockquote>
            <p>“{fact.body.detail ?? String(fact.body.value ?? fact.label)}”</p>
          </blockquote>
          <figcaption>
            {['About me', fact.body.recordedBy === undefined ? null : `written with ${fact.body.recordedBy}`, fact.start === null ? null : showDay(fact.start), props.feeds.organisation(fact.feed)]
              .filter((x) => x !== null)
              .join(', ')}
          </figcaption>
        </figure>
      ))}
    </section>
  );
}

interface RingRow {
  service: string;
  who: string;
  phone: string | null;
  since: string | null;
}

function ringRows(overview: Overview, feeds: FeedBook): RingRow[] {
  const workers = overview.whoToRing.map(({ service, professional: p, since }) => ({
    service,
    who: [p.name, p.role, p.team].filter(Boolean).join(', ') || p.organisation || 'The duty desk',
    phone: p.phone ?? null,
    since,
  }));
  const people = overview.contacts.map(({ value, feed }) => ({
    service: value.relationship === undefined ? 'Named contact' : showRole(value.relationship),
    who: `${value.name} (named by ${feeds.organisation(feed)})`,
    phone: value.phone ?? null,
    since: null,
  }));
  return [...workers, ...people];
}

function WhoToRing(props: { rows: readonly RingRow[] }): VNode {
  return (
    <section aria-labelledby="ring">
      <h2 id="ring">Who to ring</h2>
      {props.rows.length === 0 ? (
        <p>No service that you may see names a worker or a contact for this person.</p>
      ) : (
        <Table
          caption="Who to ring"
          captionHidden
          responsive
          class="app-table"
          rows={props.rows}
          columns={[
            { heading: 'Service', cell: (row) => row.service },
            { heading: 'Who', cell: (row) => row.who },
            { heading: 'Phone', cell: (row) => (row.phone === null ? 'Not given' : <Phone number={row.phone} />) },
            { heading: 'Since', cell: (row) => (row.since === null ? '–' : <span class="app-nowrap">{showDay(row.since.slice(0, 7))}</span>) },
          ]}
        />
      )}
    </section>
  );
}

function member(person: FamilyMember, today: string): VNode {
  if (person.kind === 'restricted') return <>A person whose record is restricted</>;
  if (person.kind === 'named') return <>{person.name}</>;
  const age = person.birthDate === null ? null : showAge(person.birthDate, today);
  return (
    <>
      <a href={paths.person(person.personId)}>{person.displayName}</a>
      {age === null ? null : `, ${age}`}
    </>
  );
}

function Household(props: { overview: Overview; today: string; pages: readonly PersonPage[] }): VNode {
  const { overview, today } = props;
  const { household, summary } = overview;
  const family = paths.personPage(summary.personId, 'family');
  return (
    <section aria-labelledby="household">
      <h2 id="household">Household</h2>
      {household.length === 0 ? (
        <p class="app-quiet">No source that you may see places anybody else at this address.</p>
      ) : (
        <ul class="app-people">
          {household.map((person) => (
            <li>
              {member(person, today)} <span class="app-quiet">{showRole(person.role).toLowerCase()}</span>
              {person.kind === 'person' && person.alert ? <span class="app-quiet"> · has an alert</span> : null}
            </li>
          ))}
        </ul>
      )}
      {props.pages.includes('family') ? (
        <p>
          <a href={family}>Family and household</a>
        </p>
      ) : null}
    </section>
  );
}

function Why(props: { overview: Overview; purpose: string }): VNode {
  const { overview } = props;
  const bases = [...new Set(overview.decisions.filter((d) => d.level !== 'none' && d.basis !== null).map((d) => d.basis!))];
  const names = new Map(overview.cards.map((card) => [card.category, card.name]));
  const hidden = overview.decisions.filter((d) => d.level === 'none' || d.level === 'alert').map((d) => names.get(d.category) ?? showRole(d.category));
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why you can see this</h2>
      <p class="app-quiet">
        {props.purpose}
        {bases.length === 0 ? '.' : `: ${listWords(bases.slice(0, 2))}.`}{' '}
        {hidden.length === 0 ? 'Every service’s detail is shared with your team.' : `Not shared in detail with your team: ${listWords(hidden)}.`}{' '}
        <a href={paths.personPage(overview.summary.personId, 'why')}>
          Explain<span class="nhsuk-u-visually-hidden"> why you can see this</span>
        </a>
      </p>
    </section>
  );
}

/** The last 90 days; when they hold nothing, that and the latest before. */
function Lately(props: { recent: readonly RecordFact[]; feeds: FeedBook; today: string }): VNode {
  const { recent, feeds, today } = props;
  const start = new Date(Date.parse(`${today}T00:00:00Z`) - 90 * 86_400_000).toISOString().slice(0, 10);
  const within = recent.filter((fact) => fact.start !== null && fact.start.slice(0, 10) >= start);
  const source = (fact: RecordFact): string => feeds.organisation(fact.feed);
  if (within.length > 0) return <Timeline facts={within} source={source} />;
  return (
    <>
      <p>Nothing dated in the last 90 days by any service that you may see.{recent.length === 0 ? '' : ' The latest before that:'}</p>
      {recent.length === 0 ? null : <Timeline facts={recent.slice(0, 3)} source={source} />}
    </>
  );
}

const recordedWords: Readonly<Record<string, string>> = { new: 'Recorded. This is their page.', corrected: 'The correction is kept, and shown here.' };

/** Cards that stand first, in the view's order, and those folded away below: none is left out. */
function inView(cards: Overview['cards'], view: readonly string[] | null): { first: Overview['cards']; others: Overview['cards'] } {
  if (view === null) return { first: cards, others: [] };
  const first = view.flatMap((category) => cards.filter((card) => card.category === category));
  return first.length === 0 ? { first: cards, others: [] } : { first, others: cards.filter((card) => !first.includes(card)) };
}

/** The first page about a person: who they say they are, whom to ring, what each service holds, what happened lately. */
export function overviewPage(props: OverviewProps): Page {
  const { overview, feeds, today } = props;
  const { summary } = overview;
  const { first, others } = inView(overview.cards, props.first);
  return personPage({
    at: 'overview',
    overview,
    today,
    printedBy: props.printedBy,
    pages: props.pages,
    aside: (
      <>
        {props.cases === null ? null : <p class="app-no-print app-begin"><Button href={paths.begin(summary.personId)}>Begin a case</Button></p>}
        <PrintButton />
        <Household overview={overview} today={today} pages={props.pages} />
        <Why overview={overview} purpose={props.purpose} />
      </>
    ),
    children: (
      <>
        {recordedWords[props.recorded] === undefined ? null : <NotificationBanner variant="success" text={recordedWords[props.recorded]!} />}
        <AboutMe facts={overview.aboutMe} feeds={feeds} />
        <PersonCases cases={props.cases} today={today} now={props.now} />
        <WhoToRing rows={ringRows(overview, feeds)} />
        <section aria-labelledby="services">
          <h2 id="services">What each service holds</h2>
          <ul class="app-cards">
            {first.map((card) => (
              <SourceCard card={card} today={today} />
            ))}
          </ul>
          {others.length === 0 ? null : (
            <Details summary={`Other services (${others.length})`}>
              <ul class="app-cards">
                {others.map((card) => (
                  <SourceCard card={card} today={today} />
                ))}
              </ul>
            </Details>
          )}
        </section>
        <section aria-labelledby="lately">
          <h2 id="lately">Last 90 days</h2>
          <Lately recent={overview.recent} feeds={feeds} today={today} />
          {props.pages.includes('chronology') ? (
            <p>
              <a href={paths.personPage(summary.personId, 'chronology')}>Everything in order: chronology</a>
            </p>
          ) : null}
        </section>
      </>
    ),
  });
}
