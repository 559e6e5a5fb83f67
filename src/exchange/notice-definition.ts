import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { noticeKinds, readDefinition, type Definition, type Notice, type NoticeKind, type Problem } from '../kernel/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use small letters, digits and hyphens, starting with a letter');
const name = z.string().trim().min(1).max(100);
const variable = z.string().regex(/^KITH_[A-Z0-9_]+$/, 'name an environment variable that starts with KITH_');

/** Teams whose cases are told of here, where a pathway tells by this channel. */
const teams = z.array(id).default([]);

const contactSchema = z.discriminatedUnion('channel', [
  z.strictObject({ id, name, channel: z.literal('mail'), teams, to: z.email() }),
  z.strictObject({ id, name, channel: z.literal('text'), teams, to: z.string().regex(/^(\+44|0)7[0-9 ]{9,12}$/, 'give a United Kingdom mobile number') }),
  z.strictObject({ id, name, channel: z.literal('teams'), to: variable.describe('Environment variable that holds the address of the Workflow') }),
  z.strictObject({ id, name, channel: z.literal('webhook'), to: variable.describe('Environment variable that holds the address'), secret: variable.describe('Environment variable that holds the secret both ends sign with') }),
]);

/** What words may be filled in with. Nothing about a person is among it, and there is no other way to fill anything in. */
export const fillable = ['reference', 'team', 'severity', 'count', 'says', 'link'] as const;
export type Fillable = (typeof fillable)[number];

const wordsSchema = z.strictObject({ subject: z.string().trim().min(1).max(150), text: z.string().trim().min(1).max(2000) });

/** What notices of cases say in an area that says nothing else. */
const usual: Partial<Record<NoticeKind, { subject: string; text: string }>> = {
  case: { subject: '((reference)) waits for ((team))', text: '((says)). Case ((reference)) waits for ((team)).\nSign in to Kith to see it: ((link))' },
  'case-due': { subject: '((reference)) is due soon', text: '((says)). Case ((reference)) of ((team)).\nSign in to Kith to see it: ((link))' },
  'case-late': { subject: '((reference)) is late', text: '((says)). Case ((reference)) of ((team)).\nSign in to Kith to see it: ((link))' },
};
const wordsOf = (kind: NoticeKind) => (usual[kind] === undefined ? wordsSchema : wordsSchema.default(usual[kind]));

/** Whom notices go to and what they say. */
export const noticesSchema = z.strictObject({
  contacts: z.array(contactSchema),
  words: z.strictObject(Object.fromEntries(noticeKinds.map((kind) => [kind, wordsOf(kind)])) as Record<NoticeKind, typeof wordsSchema>),
});

export type NoticeRules = z.infer<typeof noticesSchema>;
export type Contact = NoticeRules['contacts'][number];

const placeholder = /\(\(([^()]*)\)\)/g;
const file = (dir: string): string => join(dir, 'exchange', 'notices.yaml');

/** Reads `exchange/notices.yaml` and checks that words use nothing but what they may. An area without the file tells nobody but in the portal. */
export function readNotices(dir: string): { rules: NoticeRules | null; problems: Problem[] } {
  if (!existsSync(file(dir))) return { rules: null, problems: [] };
  const read = readDefinition(dir, file(dir), noticesSchema);
  if (Array.isArray(read)) return { rules: null, problems: read };
  const problems = [...twice(read), ...words(read)];
  return { rules: problems.length === 0 ? read.value : null, problems };
}

function twice(definition: Definition<NoticeRules>): Problem[] {
  const ids = definition.value.contacts.map((c) => c.id);
  return ids.flatMap((each, i) => (ids.indexOf(each) === i ? [] : [definition.problem(['contacts', i, 'id'], `"${each}" stands here twice.`, 'Give each contact an id of its own.')]));
}

function words(definition: Definition<NoticeRules>): Problem[] {
  return noticeKinds.flatMap((kind) =>
    (['subject', 'text'] as const).flatMap((part) =>
      [...definition.value.words[kind][part].matchAll(placeholder)].flatMap(([, asked = '']) =>
        (fillable as readonly string[]).includes(asked) ? [] : [definition.problem(['words', kind, part], `A notice cannot say ((${asked})).`, `It never holds anything about a person. Use ${fillable.map((f) => `((${f}))`).join(', ')}.`)],
      ),
    ),
  );
}

/** The values of a notice's words. */
export const fillings = (notice: Notice, origin: string): Record<Fillable, string> => ({
  reference: notice.reference ?? '',
  team: notice.team,
  severity: notice.severity ?? '',
  count: notice.count === null ? '' : String(notice.count),
  says: notice.says ?? '',
  link: `${origin}${notice.path}`,
});

/** Words with their places filled in. One that may not be filled in stays empty. */
export const fill = (text: string, values: Readonly<Record<Fillable, string>>): string => text.replace(placeholder, (_, asked: string) => (Object.hasOwn(values, asked) ? values[asked as Fillable] : ''));
