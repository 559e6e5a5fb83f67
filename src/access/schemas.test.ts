import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { files, optionalFiles } from './definition.ts';
import { securitySchema } from './safety/security.ts';

/** Editors check area files against these as they are typed. `vitest run src/access/schemas.test.ts -u` writes them again. */
test.each(Object.entries({ ...files, ...optionalFiles, security: securitySchema }))('the JSON Schema of access/%s.yaml is up to date', async (name, schema) => {
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve(`areas/schema/access-${name}.json`));
});
