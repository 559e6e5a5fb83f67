import type { VNode } from 'preact';
import { metrics, type Device, type HeardUplink, type Point, type RawUplink } from '../../sensors/index.ts';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details, InsetText, NotificationBanner } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showDay, showInstant } from '../words/dates.ts';
import { deviceStates, showAgo, showEvery, showValue, uplinkStates, type ShownState } from '../words/devices.ts';

/** Whose home a device stands in, as far as this reader may know, and what it lately measured there. */
export interface ShownHome {
  people: { personId: string; name: string; open: boolean }[];
  /** Null where it may not be shown. */
  address: string | null;
  /** Null where they may not be shown. */
  readings: Point[] | null;
  /** What it sent, decoded; none where the readings may not be shown. */
  raw: RawUplink[];
}

export interface DeviceProps {
  device: Device;
  shown: ShownState;
  heard: readonly HeardUplink[];
  /** Why nothing of it is kept now, if so. */
  withheld: string | null;
  ground: string;
  /** Null until it is asked for. */
  home: ShownHome | null;
  mayHome: boolean;
  now: Date;
  today: string;
  csrf: string;
  done: string | null;
}

/** The sentence an installer waits for on the doorstep. */
function Talking(props: { device: Device; heard: readonly HeardUplink[]; now: Date }): VNode {
  const { device, heard, now } = props;
  const [last] = heard;
  const late = device.lastSeenAt === null || now.getTime() - device.lastSeenAt.getTime() > device.intervalSeconds * 3000;
  const words =
    device.lastSeenAt === null
      ? 'No. It has not been heard since it was registered. Press its button or wait for its next uplink, and load this page again.'
      : late
        ? `Not now. It was last heard ${showAgo(device.lastSeenAt, now)}, and is expected ${showEvery(device.intervalSeconds)}.`
        : `Yes. It was last heard ${showAgo(device.lastSeenAt, now)}.`;
  const signal = last?.radio?.rssi === undefined ? '' : ` Signal ${last.radio.rssi} dBm at ${last.radio.gateways ?? 1} ${last.radio.gateways === 1 ? 'gateway' : 'gateways'}.`;
  return (
    <InsetText>
      <h2 class="nhsuk-heading-s">Is it talking?</h2>
      <p>
        {words}
        {signal}
        {last === undefined || last.state === 'read' || last.state === 'heard' ? '' : ` ${last.reason ?? uplinkStates[last.state]}`}
      </p>
      <p>
        <a href={paths.device(device.deviceId)}>Check again</a>
      </p>
    </InsetText>
  );
}

function Home(props: { home: ShownHome; today: string }): VNode {
  const { people, address, readings, raw } = props.home;
  return (
    <section>
      <h2 class="nhsuk-heading-m">Where it stands</h2>
      <SummaryList
        rows={[
          { key: 'Address', value: address ?? 'Not shown to you' },
          { key: 'Who lives there', value: people.length === 0 ? 'Nobody you may see' : people.map((p) => <div>{p.open ? <a href={paths.person(p.personId)}>{p.name}</a> : `${p.name}: restricted record`}</div>) },
        ]}
      />
      {readings === null ? (
        <InsetText>
          <p>What it measured is not shown to you for the people of this home.</p>
        </InsetText>
      ) : readings.length === 0 ? (
        <InsetText>
          <p>It has measured nothing in the last day. That is silence, not calm.</p>
        </InsetText>
      ) : (
        <Table
          class="app-table"
          caption="Measured in the last day, the latest first"
          captionSize="m"
          responsive
          firstCellIsHeader
          rows={readings}
          columns={[
            { heading: 'When', cell: (p: Point) => showInstant(p.at.toISOString(), props.today) },
            { heading: 'What', cell: (p) => metrics[p.metric].name },
            { heading: 'Value', numeric: true, cell: (p) => `${showValue(p.value)} ${metrics[p.metric].shown}`.trim() },
            { heading: 'Said', cell: (p) => p.detail ?? '' },
          ]}
        />
      )}
      {raw.length === 0 ? null : (
        <Details summary="What it sent, decoded">
          <Table
            class="app-table"
            caption="Uplinks of the last day as they came, the latest first"
            captionHidden
            responsive
            firstCellIsHeader
            rows={raw}
            columns={[
              { heading: 'When', cell: (u: RawUplink) => showInstant(u.at.toISOString(), props.today) },
              { heading: 'Sent', cell: (u) => <code class="app-code">{u.sent}</code> },
              { heading: 'Says', cell: (u) => <code class="app-code">{u.decoded}</code> },
            ]}
          />
        </Details>
      )}
    </section>
  );
}

function Act(props: { device: Device; csrf: string; withheld: string | null }): VNode | null {
  const { device, csrf } = props;
  if (device.retiredAt !== null) return null;
  return (
    <>
      {props.withheld !== null ? null : (
        <Details summary="Consent was withdrawn">
          <p>From now on nothing it says is kept but that it was heard. What was kept before stays for as long as the area says.</p>
          <form action={paths.withdrawDevice(device.deviceId)} method="post">
            <input type="hidden" name="csrf" value={csrf} />
            <Button small variant="warning">
              End consent now
            </Button>
          </form>
        </Details>
      )}
      <Details summary="It was taken away, or moves to another home">
        <p>What it said here stays here. It can then be registered elsewhere, and begins anew there.</p>
        <form action={paths.retireDevice(device.deviceId)} method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <Button small variant="secondary">
            Take away
          </Button>
        </form>
      </Details>
    </>
  );
}

/** One device: is it talking, what became of what it sent. Whose home it is stands on a page of its own, which is logged. */
export function devicePage(props: DeviceProps): Page {
  const { device, heard, now, today } = props;
  const state = deviceStates[props.shown];
  return {
    title: [device.name, 'Devices'],
    at: 'devices',
    body: (
      <div class="app-plain app-plain--wide">
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done} />}
        <p>
          <a href={paths.devices}>All devices</a>
        </p>
        <h1 class="nhsuk-heading-l">
          {device.name} <Tag colour={state.colour}>{state.text}</Tag>
        </h1>
        <Talking device={device} heard={heard} now={now} />
        <SummaryList
          rows={[
            { key: 'Number', value: device.devEui },
            { key: 'Kind', value: device.codec },
            { key: 'Room', value: device.room ?? 'Not said' },
            { key: 'Battery', value: device.battery === null ? 'Not said' : `${Math.round(device.battery)} %` },
            { key: 'Put in', value: `${showInstant(device.installedAt.toISOString(), today)}${device.installer === null ? '' : `, by ${device.installer}`}` },
            ...(device.retiredAt === null ? [] : [{ key: 'Taken away', value: showInstant(device.retiredAt.toISOString(), today) }]),
            { key: 'Grounds', value: props.withheld === null ? `${props.ground}, since ${showDay(device.consent.at)}` : `${props.ground}. ${props.withheld}` },
            { key: 'For', value: device.purpose ?? 'Not said' },
          ]}
        />
        {props.home !== null ? <Home home={props.home} today={today} /> : null}
        {props.home === null && props.mayHome && (device.householdId !== null || device.personId !== null) ? (
          <p>
            <a href={paths.deviceHome(device.deviceId)}>Show whose home it stands in and what it measured</a>. The look is logged.
          </p>
        ) : null}
        {heard.length === 0 ? (
          <p>Nothing was heard of it in the last week.</p>
        ) : (
          <Table
            class="app-table"
            caption="What was heard in the last week, the latest first"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={heard}
            rowClass={(u) => (u.state === 'quarantined' || u.state === 'withheld' ? 'app-row--notice' : undefined)}
            columns={[
              { heading: 'When', cell: (u: HeardUplink) => showInstant(u.at.toISOString(), today) },
              { heading: 'What', cell: (u) => u.kind },
              { heading: 'Became', cell: (u) => `${uplinkStates[u.state]}${u.reason === null ? '' : `: ${u.reason}`}` },
              { heading: 'Port', numeric: true, cell: (u) => u.fPort ?? '' },
              { heading: 'Bytes', numeric: true, cell: (u) => u.bytes ?? '' },
              { heading: 'Signal', cell: (u) => (u.radio?.rssi === undefined ? '' : `${u.radio.rssi} dBm`) },
              { heading: 'By', cell: (u) => `${u.integration} (${u.format})` },
            ]}
          />
        )}
        <Act device={device} csrf={props.csrf} withheld={props.withheld} />
      </div>
    ),
  };
}
