import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { retentionSchema } from './definition.ts';

/** Editors check area files against it as they are typed. `vitest run src/rights/retention/schemas.test.ts -u` writes it again. */
test('the JSON Schema of access/retention.yaml is up to date', async () => {
  await expect(`${JSON.stringify(z.toJSONSchema(retentionSchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/access-retention.json'));
});
