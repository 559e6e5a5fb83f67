import type { VNode } from 'preact';
import type { Backtest, StoredCard } from '../../radar/index.ts';
import { showMonth } from '../words/dates.ts';
import { LineChart } from './charts/index.ts';
import { Table } from './lists.tsx';
import { Details } from './messages.tsx';
import { least, withheld } from '../words/few.ts';

const few = `fewer than ${least}`;
const shown = (n: number): string => (n > 0 && n < least ? few : n.toLocaleString('en-GB'));

const groupTitles: Record<Backtest['groups'][number]['by'], string> = { age: 'By age', gender: 'By gender', ethnicity: 'By ethnicity', ward: 'By ward' };

/** What a draft would do, in counts. */
export function PreviewResult({ result, card }: { result: Backtest; card: StoredCard['card'] }): VNode {
  const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
  const monthAt = (at: number): string => showMonth(new Date(at).toISOString().slice(0, 7));
  const line = (name: string, style: 1 | 'outside', of: (m: Backtest['months'][number]) => number) => ({ name, style, points: result.months.map((m) => ({ at: noon(m.day), value: of(m) })) });
  const comeOn = result.comeOn.length + result.moreComeOn;
  const dropOff = result.dropOff.length + result.moreDropOff;
  const hiddenBands = withheld(result.bands.map((b) => b.people));
  const later = result.months.slice(1);
  const mean = (of: (m: Backtest['months'][number]) => number): number => Math.round(later.reduce((sum, m) => sum + of(m), 0) / Math.max(1, later.length));
  return (
    <>
      <p>
        Of {result.people.toLocaleString('en-GB')} people it would list <b>{shown(result.listed.draft)}</b> today; the version in force lists {shown(result.listed.current)}. <b>{shown(comeOn)}</b> would come on and <b>{shown(dropOff)}</b> would drop off.
      </p>
      <Table caption="People in each band" captionSize="s" class="app-table" rows={result.bands} firstCellIsHeader columns={[{ heading: 'Band', cell: (b) => b.title }, { heading: 'People', numeric: true, cell: (b) => (hiddenBands[result.bands.indexOf(b)] === true ? 'not shown' : shown(b.people)) }]} />
      <LineChart
        id="months" title="People on the list, last twelve months" desc={`On the same day of each month, from what was known then. The draft ends at ${shown(result.listed.draft)}.`}
        from={noon(result.months[0]!.day)} to={noon(result.months.at(-1)!.day)} unit="people"
        lines={[line('This draft', 1, (m) => m.draft), ...(result.months.some((m) => m.current > 0) ? [line('Version in force', 'outside', (m) => m.current)] : [])]}
        showAt={monthAt} showTick={(at) => new Date(at).toISOString().slice(0, 7)}
      />
      <p>
        In a usual month about {shown(mean((m) => m.joined))} people would join, {shown(mean((m) => m.left))} would leave and {shown(mean((m) => m.alerts))} would stand at “{card.bands.find((b) => b.id === card.alertFrom)?.title ?? card.alertFrom}” or above. What came on the first day of a feed counts as known on the day it is dated.
      </p>
      <Table
        caption="Which signals list people" captionSize="s" class="app-table" responsive firstCellIsHeader rows={result.signals.toSorted((a, b) => b.people - a.people)}
        columns={[{ heading: 'Signal', cell: (s) => s.label }, { heading: 'Holds for', numeric: true, cell: (s) => shown(s.people) }, { heading: 'Not known for', numeric: true, cell: (s) => shown(s.notKnown) }]}
      />
      <p class="app-quiet">Both columns count people the draft would list.</p>
      <h3>Who would be listed, by group</h3>
      <p>Look for groups listed more or less often than others, and ask why before this is put in force. Counts under {least} are not shown.</p>
      {result.groups.map(({ by, shares }) => {
        const hidden = new Set(shares.filter((_, i) => withheld(shares.map((s) => s.listed))[i]));
        return (
        <Details summary={groupTitles[by]}>
          <Table
            caption={groupTitles[by]} captionHidden class="app-table" firstCellIsHeader rows={shares.filter((s) => s.people >= least)}
            columns={[
              { heading: 'Group', cell: (s) => s.group },
              { heading: 'People it could list', numeric: true, cell: (s) => shown(s.people) },
              { heading: 'Listed', numeric: true, cell: (s) => (hidden.has(s) ? 'not shown' : shown(s.listed)) },
              { heading: 'Of every 1,000', numeric: true, cell: (s) => (hidden.has(s) ? '' : Math.round((s.listed / s.people) * 1000).toLocaleString('en-GB')) },
            ]}
          />
        </Details>
        );
      })}
    </>
  );
}
