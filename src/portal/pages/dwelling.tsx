import type { VNode } from 'preact';
import type { HomeView, RoutineSeries, Shown } from '../../radar/index.ts';
import { showValue } from '../../radar/index.ts';
import type { Overview } from '../../record/index.ts';
import { BarChart, LineChart, type ChartLine } from '../components/charts/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { InsetText, WarningCallout } from '../components/messages.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Tag } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showDay, showInstant } from '../words/dates.ts';
import { capital, eventsOf, worstOf, gapsOf, instantWords, nowWords, roomWords, silentWords, tickWords } from '../words/dwelling.ts';
import { plainName } from '../words/person.ts';

export interface DwellingProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  view: HomeView;
  /** Days shown, of those that may be asked for. */
  days: number;
  choices: readonly number[];
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const styles = [1, 2, 3, 4] as const;

function Choices(props: { personId: string; days: number; choices: readonly number[] }): VNode {
  return (
    <nav aria-label="How far back">
      <ul class="app-choices">
        {props.choices.map((days) => (
          <li>
            <a href={`${paths.personPage(props.personId, 'home')}?days=${days}`} aria-current={days === props.days ? 'true' : undefined}>
              {days === 7 ? 'A week' : days === 14 ? 'A fortnight' : `${Math.round(days / 7)} weeks`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Open things first, then what ended within the days shown, each in words. */
function Seen(props: { view: HomeView; today: string }): VNode {
  const { view, today } = props;
  const from = new Date(view.from).toISOString().slice(0, 10);
  const open = worstOf(view.observations.filter((o) => o.endAt === null));
  const over = worstOf(view.observations.filter((o) => o.endAt !== null && o.endAt.slice(0, 10) >= from));
  const line = (o: HomeView['observations'][number]): VNode => (
    <li>
      {o.label}. <span class="app-quiet">{o.endAt === null ? `Since ${showDay(o.startAt.slice(0, 10))}` : `${showDay(o.startAt.slice(0, 10))} to ${showDay(o.endAt.slice(0, 10))}`}.</span>
    </li>
  );
  return (
    <section aria-labelledby="seen">
      <h2 id="seen" class="app-subtitle">
        What has been noticed
      </h2>
      {open.length === 0 ? <p>Nothing that goes on now.</p> : <ul class="nhsuk-list nhsuk-list--bullet app-seen">{open.map(line)}</ul>}
      {over.length === 0 ? null : (
        <>
          <h3 class="app-seen__over">Over, since {showDay(from)}</h3>
          <ul class="nhsuk-list nhsuk-list--bullet app-seen">{over.map(line)}</ul>
        </>
      )}
      {open.length + over.length === 0 ? <p class="app-quiet">Checked {showInstant(new Date(view.to).toISOString(), today)}.</p> : null}
    </section>
  );
}

function Rooms(props: { view: HomeView; today: string }): VNode {
  const { view, today } = props;
  return (
    <Table
      caption="Rooms now"
      captionSize="s"
      responsive
      firstCellIsHeader
      class="app-table"
      rows={view.rooms}
      columns={[
        { heading: 'Room', cell: (r) => roomWords(r.room) },
        { heading: 'Temperature', numeric: true, cell: (r) => (r.latest?.temperature == null ? 'Not known' : `${r.latest.temperature.toFixed(1)} °C`) },
        { heading: 'Humidity', numeric: true, cell: (r) => (r.latest?.humidity == null ? 'Not known' : `${Math.round(r.latest.humidity)} %`) },
        { heading: 'Read', cell: (r) => (r.latest === null ? 'Not in this time' : nowWords(r.latest.at, view.to, view.step, today)) },
      ]}
    />
  );
}

function Climate(props: { view: HomeView; metric: 'temperature' | 'humidity' }): VNode | null {
  const { view, metric } = props;
  const rooms = view.rooms.filter((r) => r[metric].some((p) => p.value !== null));
  if (rooms.length === 0) return null;
  const lines: ChartLine[] = rooms.slice(0, 4).map((r, i) => ({ name: roomWords(r.room), style: styles[i]!, points: r[metric] }));
  const known = (points: readonly Shown[]): number[] => points.flatMap((p) => (p.value === null ? [] : [p.value]));
  const extremes = rooms.map((r) => `${roomWords(r.room)} from ${Math.min(...known(r[metric])).toFixed(1)} to ${Math.max(...known(r[metric])).toFixed(1)}`).join('; ');
  const temperature = metric === 'temperature';
  const rungs = [...view.thresholds].sort((a, b) => b.threshold - a.threshold);
  return (
    <LineChart
      id={metric}
      title={temperature ? 'Temperature inside and outside' : 'Humidity inside'}
      desc={`${extremes} ${temperature ? 'degrees Celsius' : 'per cent'}. ${view.step === 24 ? 'Means of days.' : `Means of ${view.step === 1 ? 'an hour' : `${view.step} hours`}.`}`}
      unit={temperature ? '°C' : '%'}
      from={view.from}
      to={view.to}
      lines={temperature && view.outside.some((p) => p.value !== null) ? [...lines, { name: 'Outside', style: 'outside', points: view.outside }] : lines}
      bands={
        temperature
          ? rungs[0] === undefined
            ? []
            : [
                { from: rungs[1]?.threshold ?? null, to: rungs[0].threshold, label: `Below ${rungs[0].threshold} °C`, tone: 'warn' },
                ...(rungs[1] === undefined ? [] : [{ from: null, to: rungs[1].threshold, label: `Below ${rungs[1].threshold} °C`, tone: 'bad' as const }]),
              ]
          : [{ from: 70, to: null, label: 'Above 70 %', tone: 'warn' }]
      }
      events={eventsOf(view, metric)}
      unknown={gapsOf(rooms.map((r) => r[metric]), view.step)}
      showAt={(at) => instantWords(at, view.step)}
      showTick={tickWords}
    />
  );
}

function Routine(props: { series: readonly RoutineSeries[]; view: HomeView }): VNode {
  const shown = 28;
  return (
    <section aria-labelledby="routine">
      <h2 id="routine" class="app-subtitle">
        Routine
      </h2>
      <p class="app-quiet">Each against this person’s own past. The stripe is what is usual; a red bar is a day that was noticed; a hatched one is a day not known, away or in hospital.</p>
      <div class="app-multiples">
        {props.series.map(({ measure, days, baseline, learningSince }) => {
          const last = days.slice(-shown - 1, -1);
          const marked = props.view.observations.filter((o) => o.detector === measure.id);
          const known = last.flatMap((d) => (d.value === null || d.apart !== undefined ? [] : [d.value]));
          const mean = known.length === 0 ? null : known.slice(-7).reduce((a, b) => a + b, 0) / Math.min(7, known.length);
          return (
            <BarChart
              id={`routine-${measure.id}`}
              small
              title={measure.title}
              desc={`${mean === null ? 'Not known of late.' : `Last seven known: ${showValue(mean, measure.show)} on average.`} ${baseline === null ? `Still learning what is usual${learningSince === null ? '' : `, since ${showDay(learningSince)}`}.` : `Usually ${showValue(baseline.middle, measure.show)}.`}`}
              unit={measure.show === 'clock' ? 'Time of day' : `Times a ${measure.each}`}
              each={capital(measure.each)}
              fromZero={measure.show !== 'clock'}
              show={(v) => showValue(v, measure.show)}
              bars={last.map((d) => ({ label: showDay(d.day).replace(/ \d{4}$/, ''), value: d.apart === undefined ? d.value : null, marked: marked.some((o) => o.startAt.slice(0, 10) <= d.day && (o.endAt ?? '9999') >= d.day) }))}
              {...(baseline === null ? {} : { usual: { low: baseline.low, middle: baseline.middle, high: baseline.high } })}
            />
          );
        })}
      </div>
    </section>
  );
}

function Dwelling(props: { view: HomeView }): VNode | null {
  const { dwelling } = props.view;
  if (dwelling === null) return null;
  const { state, facts } = dwelling;
  const verdict = state?.fuelPoverty ?? null;
  return (
    <section aria-labelledby="building" class="app-dwelling">
      <h2 id="building" class="app-subtitle">
        The home itself
      </h2>
      <SummaryList
        rows={[
          { key: 'Energy certificate', value: facts.length === 0 ? 'None found: many homes have no certificate' : facts.map((f) => <div>{`${f.label}, ${f.start === null ? 'undated' : showDay(f.start.slice(0, 10))}`}</div>) },
          {
            key: 'Fuel poverty',
            value:
              verdict === null ? (
                'Not known'
              ) : (
                <>
                  <Tag colour={verdict.verdict === 'fuel-poor' ? 'red' : 'grey'}>{verdict.verdict === 'fuel-poor' ? 'Fuel poor' : verdict.verdict === 'not-fuel-poor' ? 'Not fuel poor' : 'Not known'}</Tag> {verdict.because}.
                </>
              ),
          },
          ...(props.view.level === 'detail'
            ? [
                { key: 'Loses its heat', value: state?.timeConstant == null ? 'Not known: too few nights without heating' : `Time constant ${Math.round(state.timeConstant)} hours, from ${state.nights} nights${state.timeConstant < 20 ? ': quickly' : ''}` },
                { key: 'Last cold spell', value: state?.lastCold == null ? 'None while it was watched' : `${roomWords(state.lastCold.room)} fell to ${state.lastCold.value.toFixed(1)} °C (${showDay(state.lastCold.from)} to ${showDay(state.lastCold.to)})` },
              ]
            : []),
        ]}
      />
    </section>
  );
}

function Weather(props: { view: HomeView }): VNode | null {
  const { forecast, alerts } = props.view;
  const known = forecast.flatMap((p) => (p.value === null ? [] : [{ at: p.at, value: p.value }]));
  if (known.length === 0 && alerts.length === 0) return null;
  return (
    <section aria-labelledby="weather">
      <h2 id="weather" class="app-subtitle">
        Weather to come
      </h2>
      {alerts.map((a) => (
        <p>
          <Tag colour={a.status === 'Red' ? 'red' : a.status === 'Amber' ? 'orange' : 'yellow'}>{a.status}</Tag> {a.hazard === 'cold' ? 'Cold' : 'Heat'}-health alert for {a.geography}, {showDay(a.from.toISOString().slice(0, 10))} to {showDay(a.to.toISOString().slice(0, 10))}. {a.text}
        </p>
      ))}
      {known.length === 0 ? null : <p>Mean of each day: {known.map((p) => `${showDay(new Date(p.at).toISOString().slice(0, 10)).replace(/ \d{4}$/, '')} ${p.value.toFixed(0)} °C`).join(', ')}.</p>}
    </section>
  );
}

/** A person's home: rooms against thresholds and weather, damp, routine, what was noticed and what is not known. */
export function dwellingPage(props: DwellingProps): Page {
  const { view, overview, today } = props;
  const name = plainName(overview.summary);
  const silent = silentWords(view);
  const body =
    view.level !== 'detail' ? (
      <InsetText>
        <p>What sensors read in this home is not shared with your team for this purpose{view.level === 'none' ? '' : ' in detail'}. There may or may not be sensors.</p>
      </InsetText>
    ) : view.devices.length === 0 ? (
      <InsetText>
        <p>{name} has no sensors at home that Kith knows of, so nothing is known here of warmth, damp or routine. That is not to say that the home is warm.</p>
      </InsetText>
    ) : (
      <>
        {silent.length === 0 ? null : <WarningCallout heading="Not known">{silent.join(' ')} What they would show is not known: silence is not warmth, and not movement.</WarningCallout>}
        <Seen view={view} today={today} />
        <Choices personId={overview.summary.personId} days={props.days} choices={props.choices} />
        <Climate view={view} metric="temperature" />
        <Rooms view={view} today={today} />
        <Climate view={view} metric="humidity" />
        <Weather view={view} />
        {view.routine.length === 0 ? null : <Routine series={view.routine} view={view} />}
      </>
    );
  return personPage({
    ...props,
    at: 'home',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Home</h2>
          <PrintButton />
        </div>
        {body}
        <Dwelling view={view} />
      </>
    ),
  });
}
