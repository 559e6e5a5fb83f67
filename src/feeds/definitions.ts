import { readArea, readDefinitions, type Clock, type Definition, type Problem } from '../kernel/index.ts';
import { feedSchema, type FeedDefinition } from './definition.ts';
import { readerOf } from './formats/index.ts';
import { compileMapping } from './mapping.ts';

const noClock: Clock = { now: () => new Date(0), today: () => '1970-01-01' };

/** Reads and checks every feed file of an area; each problem names file, line and mend. */
export function checkFeeds(areaDir: string): { definitions: FeedDefinition[]; problems: Problem[] } {
  const { definitions, problems } = readDefinitions(areaDir, 'feeds/*.yaml', feedSchema);
  const organisations = new Set(readArea(areaDir).area?.organisations.map((o) => o.id));
  const seen = new Map<string, string>();
  const typing = new Map<string, string>();
  for (const definition of definitions) {
    const { id } = definition.value;
    const before = seen.get(id);
    if (before !== undefined) problems.push(definition.problem(['id'], `Feed "${id}" is already in ${before}.`, 'Give each feed an id of its own.'));
    seen.set(id, definition.file);
    const { format, organisation } = definition.value;
    if (format.kind === 'typed' && organisation !== undefined) {
      const first = typing.get(organisation);
      if (first !== undefined) problems.push(definition.problem(['format'], `What ${organisation} records by hand is already of the feed "${first}".`, 'Keep one feed with the format typed for each organisation.'));
      typing.set(organisation, first ?? id);
    }
    problems.push(...checkFeed(definition, organisations));
  }
  return { definitions: definitions.map((d) => d.value), problems };
}

function checkFeed(definition: Definition<FeedDefinition>, organisations: ReadonlySet<string>): Problem[] {
  const feed = definition.value;
  const problems: Problem[] = [];
  const add = (path: (string | number)[], message: string, mend: string): void => void problems.push(definition.problem(path, message, mend));
  const directory = feed.rows.every((row) => row.directory !== undefined);
  if (feed.organisation !== undefined && !organisations.has(feed.organisation)) {
    add(['organisation'], `"${feed.organisation}" is not an organisation of area.yaml.`, `Add it to area.yaml, or use one of: ${[...organisations].join(', ')}.`);
  }
  if (!directory) {
    for (const key of ['organisation', 'agreement'] as const) {
      if (feed[key] === undefined) add([], `A feed about people or homes needs its ${key}.`, key === 'organisation' ? 'Say whose data it is.' : 'Name the sharing agreement the data comes under.');
    }
    if (feed.category === 'directory') add([], 'A feed about people or homes needs its category of data.', 'Name one of the area’s categories.');
  } else if (feed.publisher === undefined && feed.organisation === undefined) {
    add([], 'A directory needs its publisher.', 'Say who publishes it.');
  }
  const known = new Set<string>();
  compileMapping(feed, readerOf(feed.format.kind), noClock, (at, message) => {
    const text = `${at.join('.')} ${message}`;
    if (!known.has(text)) add([...at], message, 'Correct the feed file; docs/rooms/feeds.md has the mapping language.');
    known.add(text);
  });
  const tables = feed.format.kind === 'csv' && feed.format.tables ? Object.keys(feed.format.tables) : null;
  feed.rows.forEach((row, i) => {
    for (const type of tables === null ? [] : (row.type ?? [])) {
      if (!tables?.includes(type)) add(['rows', i, 'type'], `"${type}" is not a table of this feed.`, `Use one of: ${tables?.join(', ')}.`);
    }
  });
  return problems;
}
