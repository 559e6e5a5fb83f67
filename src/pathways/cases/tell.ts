import { noticeTopic, type Notice, type OutboxEvent, type Sql } from '../../kernel/index.ts';
import type { NoticeDefinition } from '../definition/pathway-schema.ts';
import { teamFor, teamName, type Engine } from './engine.ts';
import { insertNotices, setNoticeEvents, type NewNotice } from './notice.store.ts';
import { appendEvents } from '../../kernel/index.ts';
import { referenceOf, type Case } from './types.ts';

/** Something to tell a team of a case. */
export interface Telling {
  /** Tells it apart from every other notice of the case. */
  key: string;
  kind: 'case' | 'case-due' | 'case-late';
  team: string;
  role: string | null;
  userId?: string | null;
  says: string;
  channel: NoticeDefinition['channel'];
}

/** A notice of the definition, told of what has this key. */
export const noticeTelling = (engine: Engine, held: Case, id: string, notice: NoticeDefinition, key: string): Telling => ({ key: `${key}:${id}`, kind: 'case', team: teamFor(engine, notice.to, held.team), role: notice.to, says: notice.says, channel: notice.channel });

/**
 * Keeps notices of a case for the portal, and puts those that go elsewhere too in the outbox, in the transaction of what
 * happened. A notice says what kind of thing waits, for whom and where to look, in words from the area's files.
 */
export async function tell(sql: Sql, engine: Engine, held: Pick<Case, 'personId' | 'caseId' | 'letters' | 'number'>, tellings: readonly Telling[], now: Date): Promise<void> {
  if (tellings.length === 0) return;
  const reference = referenceOf(held);
  const made = await insertNotices(sql, held, tellings.map((t): NewNotice => ({ key: t.key, kind: t.kind, team: t.team, role: t.role, userId: t.userId ?? null, reference, says: t.says, channel: t.channel })), now);
  const sent = made.flatMap((n): { noticeId: string; event: OutboxEvent }[] => {
    if (n.channel === 'portal') return [];
    const contact = engine.contactOf(n.team, n.channel as 'mail' | 'text');
    if (contact === null) return [];
    const payload: Notice = { kind: n.kind as Notice['kind'], contact, reference, team: teamName(engine, n.team), severity: null, count: null, says: n.says, path: `/cases/${held.caseId}` };
    return [{ noticeId: n.noticeId, event: { topic: noticeTopic, key: `case:${held.caseId}:${n.key}`, payload: { ...payload } } }];
  });
  if (sent.length === 0) return;
  const events = new Map((await appendEvents(sql, sent.map((s) => s.event), now)).map((e) => [e.key, e.eventId]));
  await setNoticeEvents(sql, held, sent.flatMap(({ noticeId, event }) => (events.has(event.key) ? [{ noticeId, eventId: events.get(event.key)! }] : [])));
}
