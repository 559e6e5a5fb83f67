import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { z } from 'zod';
import { readDefinitions, type Problem } from '../../kernel/index.ts';
import { projections, readShapes, type Shape } from './geojson.ts';

/** The two sizes of area that households are placed in. */
export const levels = ['ward', 'lsoa'] as const;
export type PlaceLevel = (typeof levels)[number];

/** A file of `geography/`: which outlines an area has, and what their properties mean. */
export const geographySchema = z.strictObject({
  level: z.enum(levels).describe('ward, or lsoa: what the code of each outline is one of'),
  title: z.string().min(1).describe('What people call such areas, in the plural'),
  file: z.string().regex(/^[\w.-]+\.(geo)?json$/i, 'Name a GeoJSON file in the same folder').describe('GeoJSON feature collection beside this file'),
  code: z.string().min(1).describe('Property that holds an area’s code, e.g. WD24CD; postcodes name the same codes'),
  name: z.string().min(1).describe('Property that holds its name, e.g. WD24NM'),
  projection: z.enum(projections).describe('british-national-grid (EPSG:27700, metres) or wgs84 (EPSG:4326, degrees)'),
  source: z.string().min(1).describe('Who made the outlines and under what licence: shown under every map'),
});
export type GeographyDefinition = z.infer<typeof geographySchema>;

export interface Outlines {
  level: PlaceLevel;
  title: string;
  source: string;
  shapes: readonly Shape[];
}

/** An area's outlines by level. Nothing in them is fetched from anywhere. */
export type Geography = ReadonlyMap<PlaceLevel, Outlines>;

const mostBytes = 30_000_000;

/** Reads `geography/*.yaml` and the GeoJSON each names; an area without any has no maps. */
export function readGeography(areaDir: string): { geography: Geography; problems: Problem[] } {
  const { definitions, problems } = readDefinitions(areaDir, 'geography/*.yaml', geographySchema);
  const geography = new Map<PlaceLevel, Outlines>();
  for (const definition of definitions) {
    const { value } = definition;
    const path = join(areaDir, 'geography', normalize(value.file));
    if (geography.has(value.level)) problems.push(definition.problem(['level'], `There are outlines of ${value.level} already.`, 'Keep one file for each level.'));
    if (!existsSync(path)) {
      problems.push(definition.problem(['file'], `There is no file geography/${value.file}.`, 'Put the GeoJSON beside this file, or correct its name.'));
      continue;
    }
    const text = readFileSync(path, 'utf8');
    if (text.length > mostBytes) {
      problems.push(definition.problem(['file'], `geography/${value.file} has ${Math.round(text.length / 1e6)} MB; ${mostBytes / 1e6} is the most.`, 'Use generalised boundaries (BGC or BUC of the Open Geography Portal).'));
      continue;
    }
    const { shapes, mistakes } = readShapes(text, value.code, value.name, value.projection);
    for (const mistake of mistakes) problems.push(definition.problem(['file'], `geography/${value.file}: ${mistake}`, 'Correct the file, or say which properties and projection it has.'));
    geography.set(value.level, { level: value.level, title: value.title, source: value.source, shapes });
  }
  return { geography, problems };
}
