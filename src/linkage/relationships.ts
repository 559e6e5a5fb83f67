import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.strictObject({ relationships: z.array(z.strictObject({ code: z.string(), word: z.string(), inverse: z.string() })) });

/** A personal relationship of the Person Standard: its code, what a page calls it, and what it is seen from the other end. */
export type RelationshipType = z.infer<typeof schema>['relationships'][number];

/** Every code of the standard but oneself. */
export const relationshipTypes: readonly RelationshipType[] = schema.parse(parse(readFileSync(new URL('./data/relationships.yaml', import.meta.url), 'utf8'))).relationships;

/** What a page calls each code. */
export const wordsByCode: Readonly<Record<string, string>> = Object.fromEntries(relationshipTypes.map(({ code, word }) => [code, word]));

/** What the subject is to somebody who is this to them. */
export const inverseByWord: Readonly<Record<string, string>> = Object.fromEntries(relationshipTypes.map(({ word, inverse }) => [word, inverse]));
