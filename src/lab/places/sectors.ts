import { randomOf } from '../random.ts';

/** Metres east and north on the British National Grid. */
export type Point = readonly [east: number, north: number];

/** A postcode sector, `NB4 3`: the borough's smallest area, an LSOA of its own. */
export interface Sector {
  district: number;
  sector: number;
  at: Point;
}

/** South-west corner of the borough, in the open sea off Kent, where no real place is. */
const origin: Point = [650_000, 172_000];
/** Width of one postcode district. */
const across = 2_200;

/** Ten places in a district, west to east as far as can be: the first five make its western ward. */
const places: readonly Point[] = [
  [0.15, 0.8], [0.12, 0.48], [0.18, 0.17], [0.48, 0.84], [0.38, 0.5],
  [0.63, 0.52], [0.5, 0.18], [0.84, 0.82], [0.88, 0.49], [0.82, 0.16],
];

/** Streets do not lie square: the whole plan is bent a little. */
const bend = ([east, north]: Point): Point => [east + 260 * Math.sin(north / 1_500) + 0.12 * north, north + 240 * Math.sin(east / 1_700)];

function sectorsAt(column: number, row: number): Point[] {
  return places.map(([x, y], i) => {
    const random = randomOf('sector', column, row, i);
    const [east, north] = bend([(column + x + (random.next() - 0.5) * 0.13) * across, (row + y + (random.next() - 0.5) * 0.13) * across]);
    return [Math.round(origin[0] + east), Math.round(origin[1] + north)];
  });
}

/** The ninety sectors of the nine districts, NB1 in the south-west to NB9 in the north-east. */
export const sectors: readonly Sector[] = Array.from({ length: 9 }, (_, d) => sectorsAt(d % 3, Math.floor(d / 3)).map((at, sector) => ({ district: d + 1, sector, at }))).flat();

/** Points around the borough that no sector is at: they give it an edge. */
export const around: readonly Point[] = [-1, 0, 1, 2, 3].flatMap((column) => [-1, 0, 1, 2, 3].flatMap((row) => (column >= 0 && column < 3 && row >= 0 && row < 3 ? [] : sectorsAt(column, row))));

const sectorIndex = (postcode: string): number => (Number(postcode[2]) - 1) * 10 + Number(postcode[4]);

/** The sector a postcode of the borough is in. */
export const sectorOf = (postcode: string): Sector => sectors[sectorIndex(postcode)] ?? sectors[0]!;

/** Where a postcode's homes are: near the middle of its sector. */
export function pointOf(postcode: string): Point {
  const random = randomOf('postcode', postcode);
  const [east, north] = sectorOf(postcode).at;
  const turn = random.next() * 2 * Math.PI;
  const out = Math.sqrt(random.next()) * 210;
  return [Math.round(east + Math.cos(turn) * out), Math.round(north + Math.sin(turn) * out)];
}
