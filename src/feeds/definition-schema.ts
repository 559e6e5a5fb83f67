import { z } from 'zod';
import { feedSchema } from './definition.ts';

/** The JSON Schema that editors use for a feed file (areas/schema/feed.json). */
export const feedJsonSchema = (): Record<string, unknown> => ({ ...z.toJSONSchema(feedSchema, { io: 'input' }), title: 'Kith feed' });
