import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Area } from '../../kernel/index.ts';
import { largestSize, type Estimate, type GroupRecall, type QualityReport } from '../../linkage/index.ts';
import { loadAssets } from '../assets/assets.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { showInstant } from '../words/dates.ts';
import { count } from '../words/person.ts';

/** Fewer than this are not counted out: a small number can be somebody. */
const fewest = 10;

const number = (n: number): string => (n > 0 && n < fewest ? `fewer than ${fewest}` : n.toLocaleString('en-GB'));
/** A share of so few that it would tell of one of them is not given; nor is one that so few fall short of. */
function share(part: number, of: number): string {
  if (of === 0) return '–';
  if (of < fewest) return 'too few to say';
  const missing = of - part;
  if (part > 0 && part < fewest) return `under ${Math.max(1, Math.ceil((fewest / of) * 100))}%`;
  if (missing > 0 && missing < fewest) return `over ${Math.min(99, Math.floor((1 - fewest / of) * 100))}%`;
  return `${Math.round((part / of) * 100)}%`;
}
const percent = (x: number): string => `${(Math.floor(x * 1000) / 10).toFixed(1)}%`;
const interval = ({ low, high }: { low: number; high: number }): string => `${percent(low)} to ${percent(high)}`;

const bandWords = { join: 'Joined', review: 'For a person to look at', apart: 'Held apart' } as const;
const byWords: Record<GroupRecall['by'], string> = { everybody: 'Everybody', ethnicity: 'Ethnicity', age: 'Age', sex: 'Sex', 'name origin': 'Origin of name' };

export interface LinkReportProps {
  report: QualityReport;
  /** For feeds' titles. */
  feeds: readonly { feed: string; title: string }[];
  /** ISO. */
  today: string;
}

/** How good the links in force are. It shows no person, and no number small enough to be one. */
export function linkReportPage(props: LinkReportProps): Page {
  return {
    title: ['Linkage'],
    at: 'links',
    body: (
      <div class="app-plain app-plain--wide">
        <h1 class="nhsuk-heading-l">Linkage</h1>
        {props.report.run === null ? <p class="app-lead">Nothing has been linked yet.</p> : <Body {...props} />}
      </div>
    ),
  };
}

function Body({ report, feeds, today }: LinkReportProps): VNode {
  const { run, changes } = report;
  const title = (feed: string): string => feeds.find((f) => f.feed === feed)?.title ?? feed;
  return (
    <>
      <p class="app-lead">
        {count(report.subjects, 'record')} of {count(report.feeds.length, 'feed')} are of {count(report.persons, 'person', 'people')}. Last linked {run === null ? '' : showInstant(run.at, today)}.
      </p>
      <Table
        caption="Match rate and NHS numbers by feed"
        captionSize="m"
        responsive
        firstCellIsHeader
        class="app-table"
        rows={report.feeds}
        columns={[
          { heading: 'Feed', cell: (f) => title(f.feed) },
          { heading: 'Records', numeric: true, cell: (f) => number(f.subjects) },
          { heading: 'Also known to another feed', numeric: true, cell: (f) => share(f.matched, f.subjects) },
          { heading: 'With an NHS number', numeric: true, cell: (f) => share(f.numbered, f.subjects) },
        ]}
      />
      <h2 class="nhsuk-heading-m">What the last run changed</h2>
      <SummaryList
        rows={[
          { key: 'New people', value: number(changes.created) },
          { key: 'Merged into another', value: number(changes.joined) },
          { key: 'Lost a record to another', value: number(changes.split) },
          { key: 'Records under another person than before', value: number(changes.moved) },
        ]}
      />
      <Table
        caption="People by how many records they have"
        captionSize="m"
        class="app-table"
        rows={report.sizes}
        columns={[
          { heading: 'Records', numeric: true, cell: (s) => (s.size === largestSize ? `${s.size} or more` : String(s.size)) },
          { heading: 'People', numeric: true, cell: (s) => number(s.persons) },
        ]}
      />
      <Table
        caption="Pairs of records compared"
        captionSize="m"
        class="app-table"
        firstCellIsHeader
        rows={[...report.bands.map((b) => ({ name: bandWords[b.band], pairs: b.pairs })), ...report.guards.map((g) => ({ name: `${g.band === 'apart' ? 'Apart' : 'For a person'}: ${g.title.charAt(0).toLowerCase()}${g.title.slice(1)}`, pairs: g.pairs }))]}
        columns={[
          { heading: 'What became of them', cell: (b) => b.name },
          { heading: 'Pairs', numeric: true, cell: (b) => number(b.pairs) },
        ]}
      />
      <Quality report={report} />
    </>
  );
}

function Quality({ report }: { report: QualityReport }): VNode {
  const { labelled, recall } = report;
  const estimate = (e: Estimate | null): string => (e === null ? 'Not yet known' : `${percent(e.value)} (95% interval ${interval(e)})`);
  return (
    <>
      <h2 class="nhsuk-heading-m">How often it is right</h2>
      {labelled === null ? (
        <p>No pair has been labelled, so the precision of these links is not known.</p>
      ) : (
        <SummaryList
          rows={[
            { key: 'Joined pairs that are one person', value: estimate(labelled.precision) },
            { key: 'Pairs of one person that are joined', value: estimate(labelled.recall) },
            { key: 'Pairs labelled', value: `${number(labelled.labelled)}, of which unsure: ${number(labelled.unsure)}` },
          ]}
        />
      )}
      {recall === null ? null : (
        <Table
          caption={`Records of one person found together, by group, against ${recall.against === 'truth' ? 'the truth given' : 'labels'}`}
          captionSize="m"
          responsive
          class="app-table"
          rows={recall.groups.filter((g) => g.people >= fewest)}
          columns={[
            { heading: 'By', cell: (g) => byWords[g.by] },
            { heading: 'Group', cell: (g) => (g.by === 'everybody' ? '' : g.group.charAt(0).toUpperCase() + g.group.slice(1)) },
            { heading: recall.against === 'truth' ? 'People' : 'Pairs labelled', numeric: true, cell: (g) => number(g.people) },
            { heading: 'Found together', numeric: true, cell: (g) => percent(g.recall) },
            { heading: '95% interval', numeric: true, cell: interval },
          ]}
        />
      )}
      {recall === null || recall.groups.every((g) => g.people >= fewest) ? null : <p class="app-quiet">Groups of fewer than {fewest} are not shown.</p>}
    </>
  );
}

/** The same report as one HTML file that needs nothing else. */
export function linkReportDocument(area: Area, props: LinkReportProps): string {
  const assets = loadAssets(area);
  const style = assets.byPath.get(assets.paths.css)?.body.toString('utf8') ?? '';
  const html = renderToString(
    <html class="nhsuk-template" lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`Linkage – ${area.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body class="nhsuk-template__body app-body">
        <main id="maincontent">{linkReportPage(props).body}</main>
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}
