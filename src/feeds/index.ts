export type { FeedDefinition } from './definition.ts';
export { feedJsonSchema } from './definition-schema.ts';
export { checkFeeds } from './definitions.ts';
export type { DeliveryReport, ImportProgress } from './deliveries.ts';
export { createFeeds, type Feeds } from './feeds.ts';
export type { BelievedFact, RowVersion } from './feeds.store.ts';
export type { QuarantinedRow } from './quarantine.store.ts';
export type { KeepApart, TypedEntries } from './typed.ts';
export type { TypedEntry } from './typed.store.ts';
