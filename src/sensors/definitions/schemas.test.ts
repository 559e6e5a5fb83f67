import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { files } from './index.ts';

/** Editors check area files against these as they are typed. `vitest run src/sensors/definitions -u` writes them again. */
test.each(Object.entries(files))('the JSON Schema of sensors/%s is up to date', async (name, schema) => {
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve(`areas/schema/sensors-${name}.json`));
});
