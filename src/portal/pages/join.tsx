import type { FoundPerson, SearchResult, TwoPeople } from '../../record/index.ts';
import { showNhsNumber } from '../../kernel/index.ts';
import { Button } from '../components/button.tsx';
import { SearchField, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, WarningCallout, type FieldError } from '../components/messages.tsx';
import { Waterfall, waterfallSteps, WaterfallTable } from '../components/waterfall.tsx';
import { paths } from '../paths.ts';
import { showBorn } from '../words/dates.ts';
import { showWhereabouts } from '../words/person.ts';
import { oddsWords, sureOf } from '../words/review.ts';
import { SideBySide } from './review-item.tsx';

export interface JoinSearchProps {
  personId: string;
  name: string;
  query: string;
  /** Null before anything was asked. */
  result: SearchResult | null;
  today: string;
}

type Shown = FoundPerson & { kind: 'person' };

/** Finding the other record of somebody who is here twice. */
export function joinSearchPage(props: JoinSearchProps): Page {
  const others = (props.result?.found ?? []).filter((f): f is Shown => f.kind === 'person' && f.summary.personId !== props.personId);
  return {
    title: ['Join with another person', props.name],
    at: 'review',
    body: (
      <div class="app-plain">
        <p>
          <a href={paths.personPage(props.personId, 'sources')}>Back to their sources</a>
        </p>
        <h1 class="nhsuk-heading-l">Join {props.name} with another person</h1>
        <p>For somebody who is here twice. Find the other, look at both side by side, and say how you know that they are one.</p>
        <search>
          <form class="app-find" action={paths.join(props.personId)} method="get">
            <SearchField id="q" name="q" label="Find the other" value={props.query} maxlength={200} button="Find" hint="Name, date of birth, NHS number or postcode" />
          </form>
        </search>
        {props.result === null ? null : others.length === 0 ? (
          <InsetText>
            <p>Nobody else was found whose record opens for you.</p>
          </InsetText>
        ) : (
          <Table
            class="app-table"
            caption="Who may be the other"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={others}
            columns={[
              { heading: 'Name', cell: (f: Shown) => f.summary.displayName },
              { heading: 'Born', cell: (f) => showBorn(f.summary.birthDate, props.today, f.summary.deceased !== null) },
              { heading: 'NHS number', cell: (f) => (f.summary.nhsNumber === null ? 'Not known' : showNhsNumber(f.summary.nhsNumber)) },
              { heading: 'Address', cell: (f) => showWhereabouts(f.summary) },
              {
                heading: 'Compare',
                cell: (f) => (
                  <a href={paths.joinWith(props.personId, f.summary.personId)}>
                    Compare<span class="nhsuk-u-visually-hidden"> with {f.summary.displayName}</span>
                  </a>
                ),
              },
            ]}
          />
        )}
      </div>
    ),
  };
}

export interface JoinProps {
  two: TwoPeople;
  reason: string;
  errors: readonly FieldError[];
  csrf: string;
  today: string;
}

/** Two people side by side, to be joined by hand. */
export function joinPage(props: JoinProps): Page {
  const { two, errors } = props;
  const { evidence } = two;
  return {
    title: ['Are these one person?', 'Join two people'],
    at: 'review',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>
          <a href={paths.join(two.persons[0])}>Find somebody else</a>
        </p>
        <h1 class="nhsuk-heading-l">Are these one person?</h1>
        <p>
          <a href={paths.person(two.persons[0])}>{two.names[0]}</a> and <a href={paths.person(two.persons[1])}>{two.names[1]}</a>, by the records of theirs that say most about it.{' '}
          {evidence === null ? 'No rule ever brought these two together.' : `${sureOf({ weight: evidence.weight, rule: evidence.guard?.title ?? null })}${evidence.guard === null ? ` (${oddsWords(evidence.weight)})` : ''}.`}
        </p>
        <SideBySide comparison={two} headings={[two.names[0], two.names[1]]} />
        {evidence === null ? null : (
          <>
            <h2 class="app-subtitle">What the evidence weighs</h2>
            <Waterfall steps={waterfallSteps(evidence, two.whereaboutsHidden)} />
            <WaterfallTable steps={waterfallSteps(evidence, two.whereaboutsHidden)} />
          </>
        )}
        <form action={paths.joinWith(two.persons[0], two.persons[1])} method="post">
          <input type="hidden" name="csrf" value={props.csrf} />
          <WarningCallout heading="Joining the wrong people can harm them" level={2}>
            Each would be shown the other’s risks, medicines and family. All the records of both become one person’s; whatever kept them apart is undone.
          </WarningCallout>
          <TextField id="reason" name="reason" label="How you know" hint="What you checked and with whom. Kept with the decision, for whoever asks about it later." error={errors.find((e) => e.href === '#reason')?.text} value={props.reason} maxlength={500} autocomplete="off" />
          <Button variant="warning">Join these two people</Button>
        </form>
      </div>
    ),
  };
}
