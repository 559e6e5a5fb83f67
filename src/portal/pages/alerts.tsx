import type { Overview, RecordFact } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Tag } from '../components/tag.tsx';
import type { PersonPage } from '../paths.ts';
import { showDay } from '../words/dates.ts';
import type { FeedBook } from '../words/feeds.ts';
import { showRole } from '../words/person.ts';

type Alert = RecordFact<'finding'>;

export interface AlertsProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  feeds: FeedBook;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const over = (alert: Alert, today: string): boolean => alert.end !== null && alert.end.slice(0, 10) < today;
const overdue = (alert: Alert, today: string): boolean => alert.body.reviewDate !== undefined && alert.body.reviewDate < today.slice(0, alert.body.reviewDate.length);

/** Alerts, risks and reasonable adjustments: who recorded each, whether it still holds and when it is to be looked at again. */
export function alertsPage(props: AlertsProps): Page {
  const { overview, feeds, today } = props;
  const alerts = [...overview.alerts.filter((a) => !over(a, today)), ...overview.alerts.filter((a) => over(a, today))];
  return personPage({
    ...props,
    at: 'alerts',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Alerts and flags</h2>
          <PrintButton />
        </div>
        {alerts.length === 0 ? (
          <p>No alert, risk or reasonable adjustment is recorded by any service that you may see. That is not proof that there is none: ask before a visit.</p>
        ) : (
          <Table
            caption="Alerts, risks and reasonable adjustments"
            captionHidden
            responsive
            firstCellIsHeader
            class="app-table"
            rows={alerts}
            columns={[
              {
                heading: 'What',
                cell: (a) => (
                  <span id={`fact-${a.factId}`} class="app-target">
                    {a.label}
                    {a.body.detail === undefined || a.body.detail === a.label ? null : <span class="app-quiet app-block">{a.body.detail}</span>}
                  </span>
                ),
              },
              { heading: 'Kind', cell: (a) => showRole(a.body.type) },
              { heading: 'State', cell: (a) => (over(a, today) ? <Tag colour="grey">Ended</Tag> : <Tag colour="green">Active</Tag>) },
              { heading: 'Since', cell: (a) => <span class="app-nowrap">{a.start === null ? 'Not given' : showDay(a.start)}</span> },
              {
                heading: 'Review',
                cell: (a) =>
                  a.body.reviewDate === undefined ? (
                    'No date set'
                  ) : (
                    <>
                      <span class="app-nowrap">{showDay(a.body.reviewDate)}</span> {overdue(a, today) && !over(a, today) ? <Tag colour="orange">Overdue</Tag> : null}
                    </>
                  ),
              },
              { heading: 'Recorded by', cell: (a) => [a.body.recordedBy, feeds.organisation(a.feed)].filter(Boolean).join(', ') },
            ]}
          />
        )}
      </>
    ),
  });
}
