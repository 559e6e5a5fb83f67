import type { VNode } from 'preact';
import type { Device, Quarantined, Unclaimed } from '../../sensors/index.ts';
import { Button } from '../components/button.tsx';
import { SearchField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { InsetText, NotificationBanner } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { deviceStates, showAgo, showEvery, type ShownState } from '../words/devices.ts';
import { count, listWords } from '../words/person.ts';

export interface ListedDevice extends Device {
  shown: ShownState;
}

export interface DevicesProps {
  devices: readonly ListedDevice[];
  unclaimed: readonly Unclaimed[];
  quarantined: readonly Quarantined[];
  /** Only this state; null for all. */
  state: ShownState | null;
  query: string;
  /** First device of this page, and how many there are. */
  from: number;
  now: Date;
  done: string | null;
}

/** Devices on one page. */
export const devicesAtOnce = 100;

const order: readonly ShownState[] = ['silent', 'low-battery', 'ended', 'awaiting', 'active', 'retired'];

/** `3 of 40 devices are silent and 2 have a low battery.` */
function sentence(devices: readonly ListedDevice[]): string {
  const standing = devices.filter((d) => d.shown !== 'retired');
  const of = (state: ShownState): number => standing.filter((d) => d.shown === state).length;
  if (standing.length === 0) return 'No device is registered yet.';
  const bad = [
    ...(of('silent') > 0 ? [`${of('silent')} silent`] : []),
    ...(of('low-battery') > 0 ? [`${of('low-battery')} with a low battery`] : []),
    ...(of('ended') > 0 ? [`${of('ended')} whose consent has ended`] : []),
  ];
  return bad.length === 0 ? `All ${count(standing.length, 'device')} are working.` : `${count(standing.length, 'device')}: ${listWords(bad)}.`;
}

function Filters(props: DevicesProps): VNode {
  const { devices, state, query } = props;
  const states = order.filter((s) => devices.some((d) => d.shown === s));
  const href = (s: ShownState | null): string => {
    const params = new URLSearchParams([...(s === null ? [] : [['state', s] as [string, string]]), ...(query === '' ? [] : [['q', query] as [string, string]])]).toString();
    return params === '' ? paths.devices : `${paths.devices}?${params}`;
  };
  return (
    <nav aria-label="Devices by state">
      <ul class="nhsuk-list app-inline-list">
        {[null, ...states].map((s) => (
          <li>
            <a href={href(s)} aria-current={s === state ? 'true' : undefined}>
              {s === null ? 'All' : deviceStates[s].text} ({s === null ? devices.length : devices.filter((d) => d.shown === s).length})
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How every device is, the worst first. It says nothing of whose home it stands in, nor of what it measured. */
export function devicesPage(props: DevicesProps): Page {
  const { devices, unclaimed, quarantined, state, query, from, now } = props;
  const wanted = query.toLowerCase();
  const chosen = devices
    .filter((d) => (state === null || d.shown === state) && (wanted === '' || [d.name, d.devEui, d.room ?? '', d.codec].some((text) => text.toLowerCase().includes(wanted))))
    .toSorted((a, b) => order.indexOf(a.shown) - order.indexOf(b.shown));
  const page = chosen.slice(from, from + devicesAtOnce);
  return {
    title: ['Devices'],
    at: 'devices',
    body: (
      <div class="app-plain app-plain--wide">
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done} />}
        <h1 class="nhsuk-heading-l">Devices</h1>
        <p class="app-lead">{sentence(devices)} A silent device tells nothing: not that nobody moved, nor that the heating is off.</p>
        <Button href={paths.registerDevice} small>
          Register a device
        </Button>
        <search>
          <form action={paths.devices} method="get">
            {state === null ? null : <input type="hidden" name="state" value={state} />}
            <SearchField id="q" name="q" label="Find a device by its name, number, room or kind" value={query} button="Find" maxlength={100} />
          </form>
        </search>
        <Filters {...props} />
        {page.length === 0 ? (
          <InsetText>
            <p>{devices.length === 0 ? 'Nothing is registered yet. Register a device, or many at once with "kith sensors register".' : 'No device answers to that.'}</p>
          </InsetText>
        ) : (
          <Table
            class="app-table"
            caption="Devices, those to look at first"
            captionHidden
            responsive
            firstCellIsHeader
            rows={page}
            rowClass={(d) => (d.shown === 'silent' || d.shown === 'low-battery' ? 'app-row--notice' : undefined)}
            columns={[
              {
                heading: 'Device',
                cell: (d: ListedDevice) => (
                  <>
                    <a href={paths.device(d.deviceId)}>{d.name}</a> <span class="app-quiet app-block">{d.devEui}</span>
                  </>
                ),
              },
              { heading: 'State', cell: (d) => <Tag colour={deviceStates[d.shown].colour}>{deviceStates[d.shown].text}</Tag> },
              { heading: 'Last heard', cell: (d) => `${showAgo(d.lastSeenAt, now)}; ${showEvery(d.intervalSeconds)} expected` },
              { heading: 'Battery', cell: (d) => (d.battery === null ? 'Not said' : `${Math.round(d.battery)} %`) },
              { heading: 'Room', cell: (d) => d.room ?? 'Not said' },
              { heading: 'Kind', cell: (d) => d.codec },
            ]}
          />
        )}
        {chosen.length <= devicesAtOnce ? null : (
          <p>
            {from + 1} to {from + page.length} of {chosen.length}.{' '}
            {from + devicesAtOnce < chosen.length ? <a href={`${paths.devices}?${new URLSearchParams({ ...(state === null ? {} : { state }), ...(query === '' ? {} : { q: query }), from: String(from + devicesAtOnce) }).toString()}`}>Next {devicesAtOnce}</a> : null}
          </p>
        )}
        {unclaimed.length === 0 ? null : (
          <Table
            class="app-table"
            caption="Heard, and registered nowhere"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={unclaimed}
            columns={[
              { heading: 'Device', cell: (u: Unclaimed) => u.devEui },
              { heading: 'Uplinks kept', numeric: true, cell: (u) => u.uplinks.toLocaleString('en-GB') },
              { heading: 'Last heard', cell: (u) => showAgo(u.lastAt, now) },
              { heading: 'Why', cell: (u) => u.reason },
              {
                heading: 'Claim',
                cell: (u) => (
                  <a href={`${paths.registerDevice}?devEui=${encodeURIComponent(u.devEui)}`}>
                    Claim<span class="nhsuk-u-visually-hidden"> device {u.devEui}</span>
                  </a>
                ),
              },
            ]}
          />
        )}
        {quarantined.length === 0 ? null : (
          <Table
            class="app-table"
            caption="Could not be read, and kept"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={quarantined}
            columns={[
              { heading: 'Device', cell: (q: Quarantined) => (q.deviceId === null ? q.devEui || 'Not said' : <a href={paths.device(q.deviceId)}>{q.devEui}</a>) },
              { heading: 'Format', cell: (q) => q.format },
              { heading: 'Uplinks kept', numeric: true, cell: (q) => q.uplinks.toLocaleString('en-GB') },
              { heading: 'Last', cell: (q) => showAgo(q.lastAt, now) },
              { heading: 'Why', cell: (q) => q.reason },
            ]}
          />
        )}
      </div>
    ),
  };
}
