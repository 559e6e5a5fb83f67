import type { VNode } from 'preact';
import type { Alert, Inbox, InboxFilter, Listed, Tab } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { Details, InsetText, NotificationBanner } from '../components/messages.tsx';
import { Pagination } from '../components/pagination.tsx';
import { Table } from '../components/lists.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { lasting, stateOf } from '../words/alerts.ts';
import { showBorn, showInstantDay } from '../words/dates.ts';

/** An id with its name, as a form offers it. */
export interface Named {
  id: string;
  name: string;
}

export interface AlertListProps {
  inbox: Inbox;
  tab: Tab;
  filter: InboxFilter;
  offset: number;
  team: string;
  cards: readonly Named[];
  severities: readonly Named[];
  colleagues: readonly Named[];
  now: Date;
  today: string;
  csrf: string;
  /** What was just done, in a sentence. */
  done: string | null;
}

const tabNames: Record<Tab, string> = { new: 'New', mine: 'Mine', open: 'Taken up', snoozed: 'Put off', held: 'Held back', closed: 'Closed' };
const empty: Record<Tab, string> = {
  new: 'Nothing is waiting to be seen. New alerts come as scores change.',
  mine: 'You have taken no alert that is still open.',
  open: 'Nothing that was seen is still open.',
  snoozed: 'Nothing is put off until a later day.',
  held: 'Nothing is held back. Alerts are held back when more come than the team has said it can act on in a week.',
  closed: 'Nothing has been closed yet.',
};

/** The address of a list; what is not said stays away. */
export function listPath(tab: Tab, filter: InboxFilter, offset = 0): string {
  const query = new URLSearchParams({ ...(tab === 'new' ? {} : { tab }), ...(filter.card === undefined ? {} : { card: filter.card }), ...(filter.severity === undefined ? {} : { severity: filter.severity }), ...(filter.assignee === undefined ? {} : { who: filter.assignee }), ...(filter.overdue === true ? { overdue: '1' } : {}), ...(offset === 0 ? {} : { from: String(offset) }) });
  return query.size === 0 ? paths.alerts : `${paths.alerts}?${query}`;
}

/** Colour by place in the area's order: the highest red, the lowest grey. */
export function severityColour(severities: readonly Named[], id: string): TagColour {
  const place = severities.findIndex((s) => s.id === id);
  return place === severities.length - 1 ? 'red' : place <= 0 ? 'grey' : 'orange';
}

export const SeverityTag = (props: { severities: readonly Named[]; id: string }): VNode => <Tag colour={severityColour(props.severities, props.id)}>{props.severities.find((s) => s.id === props.id)?.name ?? props.id}</Tag>;

/** The nhsuk-frontend select, with its label. */
export function Select(props: { id: string; name: string; label: string; options: readonly Named[]; chosen?: string | undefined; all: string }): VNode {
  return (
    <div class="nhsuk-form-group">
      <label class="nhsuk-label" for={props.id}>
        {props.label}
      </label>
      <select class="nhsuk-select" id={props.id} name={props.name}>
        <option value="">{props.all}</option>
        {props.options.map((o) => (
          <option value={o.id} selected={o.id === props.chosen}>
            {o.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Tabs(props: { tab: Tab; counts: Inbox['counts'] }): VNode {
  return (
    <nav class="app-tabs" aria-label="Parts of the list">
      <ul>
        {(Object.keys(tabNames) as Tab[]).map((tab) => (
          <li>
            <a href={listPath(tab, {})} aria-current={tab === props.tab ? 'page' : undefined}>
              {tabNames[tab]} <span class="app-count">{props.counts[tab].toLocaleString('en-GB')}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Filters(props: AlertListProps): VNode {
  const { filter } = props;
  const used = Object.keys(filter).length > 0;
  return (
    <Details summary="Narrow the list" open={used} class="app-no-print">
      <form action={paths.alerts} method="get" class="app-filters">
        {props.tab === 'new' ? null : <input type="hidden" name="tab" value={props.tab} />}
        <Select id="card" name="card" label="Scorecard" options={props.cards} chosen={filter.card} all="All" />
        <Select id="severity" name="severity" label="How urgent" options={props.severities} chosen={filter.severity} all="All" />
        <Select id="who" name="who" label="Whose" options={[{ id: 'nobody', name: 'Nobody’s yet' }, ...props.colleagues]} chosen={filter.assignee} all="Anybody’s" />
        <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
          <div class="nhsuk-checkboxes__item">
            <input class="nhsuk-checkboxes__input" id="overdue" name="overdue" type="checkbox" value="1" checked={filter.overdue} />
            <label class="nhsuk-label nhsuk-checkboxes__label" for="overdue">
              Only overdue
            </label>
          </div>
        </div>
        <Button small variant="secondary">
          Narrow
        </Button>
        {used ? <a href={listPath(props.tab, {})}>Show all</a> : null}
      </form>
    </Details>
  );
}

const overdue = (alert: Alert, now: Date): boolean => alert.state === 'raised' && alert.heldAt === null && alert.dueAt !== null && alert.dueAt < now;

function Reasons(props: { item: Extract<Listed, { kind: 'alert' }> }): VNode {
  const { reasons } = props.item.reasons;
  if (reasons.length === 0) return <span class="app-quiet">Nothing of why is shared with you</span>;
  return (
    <>
      {reasons.slice(0, 3).map((r) => (
        <span class="app-block">{r.label}</span>
      ))}
      {reasons.length > 3 ? <span class="app-block app-quiet">and {reasons.length - 3} more</span> : null}
    </>
  );
}

/** A team's alerts: what is new, what it has taken up, put off, what its budget holds back, and what was closed. */
export function alertListPage(props: AlertListProps): Page {
  const { inbox, tab, now, today } = props;
  const { counts, items } = inbox;
  const choosable = tab !== 'closed' && items.some((i) => i.kind === 'alert');
  const cell = (of: (item: Extract<Listed, { kind: 'alert' }>) => VNode | string) => (item: Listed) => (item.kind === 'alert' ? of(item) : '');
  return {
    title: [`Alerts: ${tabNames[tab].toLowerCase()}`],
    at: 'alerts',
    body: (
      <div class="app-plain app-plain--wide">
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done} />}
        <h1 class="nhsuk-heading-l">Alerts for {props.team}</h1>
        <p>
          {counts.new === 0 ? 'Nothing is waiting to be seen' : `${counts.new.toLocaleString('en-GB')} waiting to be seen`}
          {counts.overdue > 0 ? `, ${counts.overdue.toLocaleString('en-GB')} of them overdue` : ''}. Everybody listed is a person whose record you are looking at; each look is written in their log.{' '}
          <a href={paths.alertPerformance}>How the alerts are doing, and how many you can act on</a>
        </p>
        <Tabs tab={tab} counts={counts} />
        <Filters {...props} />
        {items.length === 0 ? (
          <InsetText>
            <p>{props.offset > 0 ? 'There are no more.' : Object.keys(props.filter).length > 0 ? 'None here is as you narrowed it.' : empty[tab]}</p>
          </InsetText>
        ) : (
          <form action={paths.alerts} method="post">
            <input type="hidden" name="csrf" value={props.csrf} />
            <input type="hidden" name="back" value={listPath(tab, props.filter, props.offset)} />
            <Table
              class="app-table"
              caption={tabNames[tab]}
              captionHidden
              responsive
              rows={items}
              rowClass={(item: Listed) => (item.kind === 'alert' && overdue(item.alert, now) ? 'app-row--notice' : undefined)}
              columns={[
                ...(choosable
                  ? [
                      {
                        heading: 'Choose',
                        cell: cell(({ alert, person }) => (
                          <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
                            <div class="nhsuk-checkboxes__item">
                              <input class="nhsuk-checkboxes__input" id={`a${alert.number}`} name="alert" type="checkbox" value={alert.alertId} />
                              <label class="nhsuk-label nhsuk-checkboxes__label" for={`a${alert.number}`}>
                                <span class="nhsuk-u-visually-hidden">
                                  A{alert.number}, {person.name}
                                </span>
                              </label>
                            </div>
                          </div>
                        )),
                      },
                    ]
                  : []),
                {
                  heading: 'Alert',
                  cell: (item: Listed) =>
                    item.kind === 'restricted' ? (
                      <>
                        A{item.number} <span class="app-block">Restricted record. Ask your information governance lead.</span>
                      </>
                    ) : (
                      <>
                        <a href={paths.alert(item.alert.alertId)}>
                          {item.person.name}
                        </a>
                        <span class="app-block app-quiet">
                          {showBorn(item.person.born, today, item.person.died)}, A{item.alert.number}
                        </span>
                        {item.alert.checkPerson ? <Tag colour="yellow">Check whose this is</Tag> : null}
                      </>
                    ),
                },
                {
                  heading: 'How urgent',
                  cell: cell(({ alert }) => (
                    <>
                      <SeverityTag severities={props.severities} id={alert.severity} />
                      {overdue(alert, now) ? (
                        <>
                          {' '}
                          <Tag colour="red">Overdue</Tag>
                        </>
                      ) : null}
                    </>
                  )),
                },
                { heading: 'Scorecard', cell: cell(({ alert }) => props.cards.find((c) => c.id === alert.card)?.name ?? alert.card) },
                { heading: 'Why', cell: cell((item) => <Reasons item={item} />) },
                {
                  heading: tab === 'closed' ? 'Closed' : 'Waiting',
                  cell: cell(({ alert }) =>
                    alert.closedAt !== null ? `${stateOf(alert)}, ${showInstantDay(alert.closedAt.toISOString(), today)}` : alert.snoozedUntil !== null ? `Until ${showInstantDay(alert.snoozedUntil.toISOString(), today)}` : `For ${lasting(alert.listedAt ?? alert.raisedAt, now)}`,
                  ),
                },
                { heading: 'Whose', cell: cell(({ alert }) => alert.assigneeName ?? <span class="app-quiet">Nobody’s yet</span>) },
              ]}
            />
            {choosable ? (
              <div class="app-no-print app-filters">
                <Button small name="do" value="see">
                  Mark chosen as seen
                </Button>
                <Select id="assign" name="assign" label="Give chosen to" options={props.colleagues} all="Choose somebody" />
                <Button small variant="secondary" name="do" value="assign">
                  Give
                </Button>
              </div>
            ) : null}
          </form>
        )}
        {inbox.next === null && props.offset === 0 ? null : (
          <Pagination {...(props.offset === 0 ? {} : { previous: { href: listPath(tab, props.filter), label: 'From the start' } })} {...(inbox.next === null ? {} : { next: { href: listPath(tab, props.filter, inbox.next) } })} />
        )}
      </div>
    ),
  };
}
