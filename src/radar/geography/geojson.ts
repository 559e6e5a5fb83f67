import { z } from 'zod';
import { toGrid, type GridPoint } from './projection.ts';

/** A closed line of points; in a polygon the first is its outline and the rest are holes. */
export type Ring = readonly GridPoint[];

/** One area with its outline, in metres on the British National Grid. */
export interface Shape {
  code: string;
  name: string;
  polygons: readonly (readonly Ring[])[];
}

const position = z.array(z.number()).min(2).transform(([x, y]) => [x!, y!] as const);
const ring = z.array(position).min(4, 'A ring has at least four positions, the last the same as the first').refine((points) => points[0]![0] === points.at(-1)![0] && points[0]![1] === points.at(-1)![1], 'A ring ends where it begins');
const polygon = z.array(ring).min(1);
const geometry = z.discriminatedUnion('type', [z.object({ type: z.literal('Polygon'), coordinates: polygon }), z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) })]);
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ properties: z.record(z.string(), z.unknown()), geometry })).min(1),
});

/** Numbers a file of each kind may hold: Great Britain, with the sea around it. */
const bounds = { 'british-national-grid': { x: [-100_000, 800_000], y: [-100_000, 1_400_000] }, wgs84: { x: [-10, 4], y: [48, 62] } } as const;
export type Projection = keyof typeof bounds;
export const projections = Object.keys(bounds) as [Projection, ...Projection[]];

export interface ReadShapes {
  shapes: Shape[];
  /** What is wrong with the file, in words; empty when nothing is. */
  mistakes: string[];
}

/**
 * Reads a GeoJSON feature collection of areas (RFC 7946, and files on the British National Grid, which it does not allow for).
 * @param code property that holds an area's code, e.g. `WD24CD`
 * @param name property that holds its name
 */
export function readShapes(text: string, code: string, name: string, projection: Projection): ReadShapes {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { shapes: [], mistakes: [`It is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = collection.safeParse(json);
  if (!parsed.success) return { shapes: [], mistakes: parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const mistakes: string[] = [];
  const seen = new Set<string>();
  const { x, y } = bounds[projection];
  const shapes = parsed.data.features.flatMap(({ properties, geometry: { type, coordinates } }, i): Shape[] => {
    const [key, title] = [properties[code], properties[name]];
    if (typeof key !== 'string' || typeof title !== 'string') {
      mistakes.push(`Feature ${i + 1} has no ${typeof key === 'string' ? name : code}; its properties are ${Object.keys(properties).join(', ')}.`);
      return [];
    }
    if (seen.has(key)) mistakes.push(`${key} is there twice.`);
    seen.add(key);
    const polygons = type === 'Polygon' ? [coordinates] : coordinates;
    const outside = polygons.flat(2).find(([px, py]) => px < x[0] || px > x[1] || py < y[0] || py > y[1]);
    if (outside !== undefined) mistakes.push(`${key} has the position ${outside.join(', ')}, which is not in Great Britain by ${projection}.`);
    return [{ code: key, name: title, polygons: projection === 'wgs84' ? polygons.map((rings) => rings.map((points) => points.map(([lon, lat]) => toGrid(lon, lat)))) : polygons }];
  });
  return { shapes, mistakes };
}

/** The area a point lies in; null when it lies in none. A point on a border is in one of its two. */
export const areaAt = (shapes: readonly Shape[], point: GridPoint): Shape | null => shapes.find((shape) => shape.polygons.some((rings) => inside(rings, point))) ?? null;

/** Even-odd rule over all rings, so that holes are outside. */
function inside(rings: readonly Ring[], [x, y]: GridPoint): boolean {
  let within = false;
  for (const points of rings) {
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [points[i]!, points[j]!];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
    }
  }
  return within;
}
