import type { VNode } from 'preact';
import type { Decision } from '../../access/index.ts';
import { factKinds, type FactKind } from '../../kernel/index.ts';
import type { PersonCase } from '../../pathways/index.ts';
import type { Chronology, ChronologyFilter, Overview, RecordFact } from '../../record/index.ts';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { PersonCases } from '../components/person-cases.tsx';
import { Phone } from '../components/phone.tsx';
import { Timeline } from '../components/timeline.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showMonth } from '../words/dates.ts';
import { kindWords } from '../words/facts.ts';
import type { FeedBook } from '../words/feeds.ts';
import { count, listWords } from '../words/person.ts';

export interface ChronologyProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  chronology: Chronology;
  filter: ChronologyFilter;
  /** What was typed into the dates, when it could not be read. */
  typed: { from: string; to: string };
  errors: readonly FieldError[];
  categories: readonly { id: string; name: string }[];
  /** Cases that this reader may know of; null where their team does not work with cases. */
  cases: readonly PersonCase[] | null;
  now: Date;
  feeds: FeedBook;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

/** The address of this page with this filter and this many entries. */
export function chronologyHref(personId: string, filter: ChronologyFilter): string {
  const query = new URLSearchParams();
  for (const category of filter.categories ?? []) query.append('source', category);
  for (const kind of filter.kinds ?? []) query.append('kind', kind);
  if (filter.from !== undefined) query.set('from', filter.from);
  if (filter.to !== undefined) query.set('to', filter.to);
  query.set('show', String(filter.limit));
  return `${paths.personPage(personId, 'chronology')}?${query.toString()}`;
}

function Filter(props: ChronologyProps): VNode {
  const { filter, categories, typed } = props;
  const error = (id: string): string | undefined => props.errors.find((e) => e.href === `#${id}`)?.text;
  const action = paths.personPage(props.overview.summary.personId, 'chronology');
  const active = (filter.categories?.length ?? 0) + (filter.kinds?.length ?? 0) + (filter.from === undefined ? 0 : 1) + (filter.to === undefined ? 0 : 1);
  return (
    <details class="app-filter" open={active > 0 || props.errors.length > 0}>
      <summary>Filter{active === 0 ? '' : ` (${active} chosen)`}</summary>
      <form action={action} method="get">
        <div class="app-filter__groups">
          <Choices
            kind="checkboxes"
            small
            id="source"
            name="source"
            legend="Source"
            items={categories.map(({ id, name }) => ({ value: id, text: name, checked: filter.categories?.includes(id) ?? false }))}
          />
          <Choices
            kind="checkboxes"
            small
            id="kind"
            name="kind"
            legend="Kind"
            items={factKinds.filter((kind) => kind !== 'relationship').map((kind) => ({ value: kind, text: kindWords[kind], checked: filter.kinds?.includes(kind) ?? false }))}
          />
          <div>
            <TextField id="from" name="from" width={10} label="From" hint="Such as 1/4/2025 or 2025" value={filter.from ?? typed.from} error={error('from')} autocomplete="off" />
            <TextField id="to" name="to" width={10} label="To" hint="Such as 31/3/2026" value={filter.to ?? typed.to} error={error('to')} autocomplete="off" />
          </div>
        </div>
        <button class="nhsuk-button nhsuk-button--small" data-module="nhsuk-button" type="submit">
          Show
        </button>{' '}
        {active === 0 ? null : (
          <a class="app-filter__clear" href={action}>
            Clear the filter
          </a>
        )}
      </form>
    </details>
  );
}

/** What is left out because of who is reading: said, never implied. */
function Withheld(props: { decisions: readonly Decision[]; categories: ReadonlyMap<string, string> }): VNode | null {
  if (props.decisions.length === 0) return null;
  const name = (d: Decision): string => props.categories.get(d.category) ?? d.category;
  const discuss = props.decisions.filter((d) => d.level === 'alert');
  return (
    <div class="app-withheld">
      <p>
        <b>Not everything is here.</b> Your team does not see in detail: {listWords(props.decisions.map(name))}. These services may or may not know this person.
      </p>
      {discuss.map((d) => (
        <p>
          {name(d)}: ring {d.desk === undefined ? 'the service' : d.desk.name}
          {d.desk === undefined ? null : (
            <>
              , <Phone number={d.desk.phone} />
            </>
          )}
          , about anything there is to discuss.
        </p>
      ))}
    </div>
  );
}

interface Month {
  heading: string;
  facts: RecordFact[];
}

/** Entries under the month they began in, in the order given. A source that gave only a year has it as its heading. */
export function byMonth(entries: readonly RecordFact[]): Month[] {
  const months: Month[] = [];
  for (const fact of entries) {
    const heading = fact.start === null ? 'Date not given' : showMonth(fact.start);
    const last = months.at(-1);
    if (last?.heading === heading) last.facts.push(fact);
    else months.push({ heading, facts: [fact] });
  }
  return months;
}

/** Everything dated, newest first, under months. */
export function chronologyPage(props: ChronologyProps): Page {
  const { chronology, filter, feeds } = props;
  const names = new Map(props.categories.map(({ id, name }) => [id, name]));
  const { entries, total } = chronology;
  const months = byMonth(entries);
  const page = personPage({
    ...props,
    at: 'chronology',
    children: (
      <>
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        <div class="app-title">
          <h2 class="app-title__words">Chronology</h2>
          <PrintButton />
        </div>
        <Withheld decisions={chronology.withheld} categories={names} />
        <PersonCases cases={props.cases} today={props.today} now={props.now} closed />
        <Filter {...props} />
        <p class="app-quiet" role="status">
          {total === 0
            ? 'Nothing is held that fits. Absence here is not proof of absence: see Sources for what was checked and to when.'
            : entries.length < total
              ? `The newest ${entries.length} of ${count(total, 'entry', 'entries')}.`
              : `${count(total, 'entry', 'entries')}, newest first.`}
        </p>
        {months.map((month) => (
          <section class="app-month">
            <h3>{month.heading}</h3>
            <Timeline facts={month.facts} full source={(fact: RecordFact) => `${feeds.organisation(fact.feed)}, ${feeds.name(fact.feed)}`} />
          </section>
        ))}
        {entries.length < total ? (
          <p>
            <a href={`${chronologyHref(chronology.summary.personId, { ...filter, limit: Math.min(filter.limit + 200, 2000) })}#fact-${entries.at(-1)?.factId ?? ''}`}>Show {Math.min(200, total - entries.length)} more</a>
          </p>
        ) : null}
      </>
    ),
  });
  return { ...page, error: props.errors.length > 0 };
}

export const isFactKind = (value: string): value is FactKind => (factKinds as readonly string[]).includes(value);
