import { z } from 'zod';

/** The topic of the outbox that notices go by. */
export const noticeTopic = 'notice';

/** Why somebody is told. */
export const noticeKinds = ['raised', 'worsened', 'escalated', 'transferred', 'digest', 'test', 'case', 'case-due', 'case-late'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * All that a notice can say. There is nothing of a person among it, and nothing can be added: whoever receives it opens
 * the link, signs in, and is shown what a decision lets them see.
 */
export const noticeSchema = z.strictObject({
  kind: z.enum(noticeKinds),
  /** Whom to tell, of the area's contacts. */
  contact: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Number of the alert or case, as people say it on the telephone. */
  reference: z.string().regex(/^(A\d{1,12}|[A-Z]{1,5}-\d{6,12})$/).nullable(),
  /** Name of the team it waits for, from the area's files. */
  team: z.string().max(100),
  /** Word of the area's scale. */
  severity: z.string().max(40).nullable(),
  /** How many wait, in a digest. */
  count: z.int().min(0).nullable(),
  /** What a case waits for, in the words of its pathway's file; null for what is no case. */
  says: z.string().max(300).nullable().default(null),
  /** Page of the portal, `/alerts/…` or `/cases/…`. */
  path: z.string().regex(/^\/(alerts|cases)(\/[0-9a-f-]{36})?$/),
});
export type Notice = z.infer<typeof noticeSchema>;
