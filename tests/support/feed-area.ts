import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const areaYaml = `id: test
name: Test borough
synthetic: true
organisations:
  - { id: council, name: The Council, code: E09000099, kind: council }
`;

/** A new area folder with these feed files: texts by name, or paths of files to copy. */
export function feedArea(feeds: Record<string, string> | string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(dir, 'feeds'));
  writeFileSync(join(dir, 'area.yaml'), areaYaml);
  if (Array.isArray(feeds)) for (const path of feeds) copyFileSync(path, join(dir, 'feeds', basename(path)));
  else for (const [name, text] of Object.entries(feeds)) writeFileSync(join(dir, 'feeds', `${name}.yaml`), text);
  return dir;
}

/** Writes a file to a folder of its own and returns its path. */
export function incoming(name: string, content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kith-in-')), name);
  writeFileSync(path, content);
  return path;
}

/** A plain feed of people, one row each: the least a feed file can say. */
export const peopleFeed = (more = ''): string => `id: people
title: People
organisation: council
category: housing
agreement: test
system: people-ref
cadence: { every: day, grace: 2d }
coverage: { says: Everybody in the test }
delivery: snapshot
format: { kind: csv }
${more}
rows:
  - name: person
    key: REF
    subject:
      key: REF
      demographics: { family: SURNAME, given: FORENAME, birthDate: DOB, nhsNumber: NHS }
    facts:
      - kind: service-episode
        label: { text: Tenancy }
        start: START
        end: END
`;

export const peopleHeading = 'REF,SURNAME,FORENAME,DOB,NHS,START,END';
