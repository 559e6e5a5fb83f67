import type { VNode } from 'preact';
import type { Outlines, Rate } from '../../radar/index.ts';

export interface PlaceFigure {
  code: string;
  name: string;
  /** Null where the number is too small to tell. */
  people: number | null;
  of: number | null;
  rate: Rate | null;
}

export interface PlaceMapProps {
  id: string;
  title: string;
  outlines: Outlines;
  figures: readonly PlaceFigure[];
  /** Where an area leads; without it the map is a picture. */
  href?: (code: string) => string;
  /** The area chosen now. */
  chosen?: string | undefined;
}

const width = 600;
const classes = 5;

export const showRate = (rate: Rate | null): string => (rate === null ? '–' : rate.per1000.toLocaleString('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 }));

/** Upper edges of the map's classes: rates of the areas in five groups of like size. */
export function edgesOf(rates: readonly number[]): number[] {
  const sorted = rates.filter((r) => r > 0).toSorted((a, b) => a - b);
  if (sorted.length === 0) return [];
  return [...new Set(Array.from({ length: classes }, (_, i) => sorted[Math.min(sorted.length - 1, Math.ceil(((i + 1) / classes) * sorted.length) - 1)]!))];
}

const classOf = (edges: readonly number[], { people, rate }: PlaceFigure): string => {
  if (people === null || rate === null) return 'hidden';
  if (people === 0) return 'none';
  const at = edges.findIndex((edge) => rate.per1000 <= edge);
  return String(Math.round(((at < 0 ? edges.length - 1 : at) / Math.max(1, edges.length - 1)) * (classes - 1)) + 1);
};

/** Where people live, as areas filled by rate: drawn on the server from the area's own outlines, each with its figures in words. */
export function PlaceMap(props: PlaceMapProps): VNode {
  const { id, title, outlines, figures, href } = props;
  const points = outlines.shapes.flatMap((s) => s.polygons.flat(2));
  const [left, right] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
  const [bottom, top] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
  const scale = width / Math.max(1, right - left);
  const height = Math.round((top - bottom) * scale);
  const path = (polygons: Outlines['shapes'][number]['polygons']): string =>
    polygons.flatMap((rings) => rings.map((ring) => `M${ring.slice(0, -1).map(([x, y]) => `${((x - left) * scale).toFixed(1)} ${((top - y) * scale).toFixed(1)}`).join('L')}Z`)).join('');
  const of = new Map(figures.map((f) => [f.code, f]));
  const edges = edgesOf(figures.flatMap((f) => (f.people === null || f.rate === null ? [] : [f.rate.per1000])));
  const words = (f: PlaceFigure): string => (f.people === null ? `${f.name}: not shown` : `${f.name}: ${f.people.toLocaleString('en-GB')} ${f.people === 1 ? 'person' : 'people'}, ${showRate(f.rate)} in 1,000`);
  const highest = figures.filter((f) => f.rate !== null && f.people !== null && f.people > 0).toSorted((a, b) => b.rate!.per1000 - a.rate!.per1000).slice(0, 3);
  const desc = `${outlines.title} shaded by people for each 1,000 who live there. ${highest.length === 0 ? 'There is nobody in any.' : `Highest: ${highest.map((f) => `${f.name} ${showRate(f.rate)}`).join(', ')}.`} The table beside it has the same figures.`;
  return (
    <figure class="app-map">
      <figcaption class="app-chart__title">{title}</figcaption>
      <svg viewBox={`-3 -3 ${width + 6} ${height + 6}`} role={href === undefined ? 'img' : 'group'} aria-labelledby={`${id}-title ${id}-desc`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{desc}</desc>
        {outlines.shapes.map((shape) => {
          const figure = of.get(shape.code) ?? { code: shape.code, name: shape.name, people: 0, of: 0, rate: null };
          const drawn = (
            <path class={`app-map__area app-map__area--${figure.of === 0 && figure.people === 0 ? 'none' : classOf(edges, figure)}${props.chosen === shape.code ? ' app-map__area--chosen' : ''}`} d={path(shape.polygons)}>
              <title>{words(figure)}</title>
            </path>
          );
          return href === undefined ? drawn : <a href={href(shape.code)} aria-label={words(figure)} aria-current={props.chosen === shape.code ? 'true' : undefined}>{drawn}</a>;
        })}
      </svg>
      <ul class="app-map__legend" aria-label="Key: people for each 1,000">
        <li><Key of="none" /> Nobody</li>
        {edges.map((edge, i) => <li><Key of={String(Math.round((i / Math.max(1, edges.length - 1)) * (classes - 1)) + 1)} /> up to {edge.toLocaleString('en-GB', { maximumFractionDigits: 1 })}</li>)}
        {figures.some((f) => f.people === null) ? <li><Key of="hidden" /> Not shown</li> : null}
      </ul>
      <p class="app-quiet">{outlines.source}.</p>
    </figure>
  );
}

const Key = (props: { of: string }): VNode => (
  <svg class="app-map__key" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <rect class={`app-map__area app-map__area--${props.of}`} x="1" y="1" width="14" height="14" />
  </svg>
);
