import { randomOf } from '../random.ts';
import { around, sectorOf, sectors, type Point, type Sector } from './sectors.ts';

/** A small area for statistics, with codes of the kind the Office for National Statistics gives; these are nobody's. */
export interface SmallArea {
  code: string;
  name: string;
}

const wardNames = [
  'Abbey', 'Bridge End', 'Canal Side', 'Castle', 'Foundry', 'Harbour', 'Larchwood', 'Kingsmead', 'Market', 'Grange', 'Millbrook', 'Riverside', 'Docks', 'Heathside', 'Northgate', 'Priory', 'Westbrook', 'Eastfield',
] as const;

const wardIndex = ({ district, sector }: Sector): number => (district - 1) * 2 + (sector < 5 ? 0 : 1);
const numbered = (prefix: string, index: number): string => `${prefix}${String(index + 1).padStart(3, '0')}`;

const wardAt = (index: number): SmallArea => ({ code: numbered('E05999', index), name: wardNames[index]! });
const lsoaAt = (sector: Sector): SmallArea => ({
  code: numbered('E01999', (sector.district - 1) * 10 + sector.sector),
  name: `Newbridge ${String(wardIndex(sector) + 1).padStart(3, '0')}${'ABCDE'[sector.sector % 5]}`,
});

export const wardOf = (postcode: string): SmallArea => wardAt(wardIndex(sectorOf(postcode)));
export const lsoaOf = (postcode: string): SmallArea => lsoaAt(sectorOf(postcode));

/** Decile of multiple deprivation, 1 the most deprived: poorest by the harbour in the east, with pockets. */
export function imdDecileOf(postcode: string): number {
  const { district, sector, at } = sectorOf(postcode);
  const east = (at[0] - sectors[0]!.at[0]) / 6_600;
  return Math.min(10, Math.max(1, Math.round(8.2 - 5.6 * east + randomOf('deprivation', district, sector).normal(0, 1.7))));
}

/** What of `shape` is nearer to `a` than to `b`. */
function nearer(shape: readonly Point[], a: Point, b: Point): Point[] {
  const side = ([x, y]: Point): number => (x - (a[0] + b[0]) / 2) * (b[0] - a[0]) + (y - (a[1] + b[1]) / 2) * (b[1] - a[1]);
  return shape.flatMap((from, i) => {
    const to = shape[(i + 1) % shape.length]!;
    const [s, t] = [side(from), side(to)];
    const cut: Point[] = s * t < 0 ? [[from[0] + ((to[0] - from[0]) * s) / (s - t), from[1] + ((to[1] - from[1]) * s) / (s - t)]] : [];
    return s <= 0 ? [from, ...cut] : cut;
  });
}

const whole = ([x, y]: Point): Point => [Math.round(x), Math.round(y)];
const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** What lies nearer to a sector's middle than to any other's (its Voronoi cell), to the metre, anticlockwise. */
function cellOf({ at }: Sector): Point[] {
  const far = 20_000;
  let shape: Point[] = [[at[0] - far, at[1] - far], [at[0] + far, at[1] - far], [at[0] + far, at[1] + far], [at[0] - far, at[1] + far]];
  for (const other of [...sectors.map((s) => s.at), ...around]) if (!same(other, at)) shape = nearer(shape, at, other);
  return shape.map(whole).filter((point, i, all) => !same(point, all[(i + 1) % all.length]!));
}

/** One outline around cells that lie together: the edges that only one of them has. */
function outline(cells: readonly (readonly Point[])[]): Point[] {
  const edges = new Map<string, { from: Point; to: Point }>();
  for (const cell of cells) {
    cell.forEach((from, i) => {
      const to = cell[(i + 1) % cell.length]!;
      if (!edges.delete(`${String(to)}>${String(from)}`)) edges.set(`${String(from)}>${String(to)}`, { from, to });
    });
  }
  const next = new Map([...edges.values()].map(({ from, to }) => [String(from), to]));
  const [start] = edges.values();
  const ring = [start!.from];
  for (let at = start!.to; !same(at, ring[0]!); at = next.get(String(at))!) ring.push(at);
  if (ring.length !== edges.size) throw new Error('the cells of a ward lie apart');
  return ring;
}

/** A GeoJSON feature collection (RFC 7946 but for its grid, which `crs` names as older files do). */
export function boundaries(kind: 'wards' | 'lsoas'): string {
  const areas =
    kind === 'lsoas'
      ? sectors.map((sector) => ({ area: lsoaAt(sector), ring: cellOf(sector) }))
      : wardNames.map((_, i) => ({ area: wardAt(i), ring: outline(sectors.filter((sector) => wardIndex(sector) === i).map(cellOf)) }));
  const features = areas.map(({ area, ring }) => JSON.stringify({ type: 'Feature', properties: area, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } }));
  return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[\n${features.join(',\n')}\n]}\n`;
}
