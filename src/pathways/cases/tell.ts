import { appendEvents, noticeTopic, type Notice, type OutboxEvent, type Sql } from '../../kernel/index.ts';
import type { NoticeDefinition } from '../definition/pathway-schema.ts';
import { teamFor, teamName, type Engine } from './engine.ts';
import { insertNotices, setNoticeEvents, type NewNotice } from './notice.store.ts';
import { referenceOf, type Case } from './types.ts';

type Named = Pick<Case, 'personId' | 'caseId' | 'letters' | 'number'>;

/** Something to tell a team of a case. `says` is of the area's files or of this room: nothing that anybody typed. */
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
export const noticeTelling = (engine: Pick<Engine, 'teams'>, held: Pick<Case, 'team'>, id: string, notice: NoticeDefinition, key: string, kind: Telling['kind'] = 'case'): Telling => ({ key: `${key}:${id}`, kind, team: teamFor(engine, notice.to, held.team), role: notice.to, says: notice.says, channel: notice.channel });

/** Tells of one case. */
export const tell = (sql: Sql, engine: Engine, held: Named, tellings: readonly Telling[], now: Date): Promise<void> => tellAll(sql, engine, tellings.map((telling) => ({ held, telling })), now);

/**
 * Keeps notices of cases for the portal, and puts those that go elsewhere too in the outbox, in the transaction of what
 * happened. A notice says what kind of thing waits, for whom and where to look, in words from the area's files.
 */
export async function tellAll(sql: Sql, engine: Engine, tellings: readonly { held: Named; telling: Telling }[], now: Date): Promise<void> {
  const rows = tellings.map(({ held, telling: t }): NewNotice => ({ personId: held.personId, caseId: held.caseId, key: t.key, kind: t.kind, team: t.team, role: t.role, userId: t.userId ?? null, reference: referenceOf(held), says: t.says, channel: t.channel }));
  const made = await insertNotices(sql, rows, now);
  const sent = made.flatMap((notice): { notice: (typeof made)[number]; event: OutboxEvent }[] => {
    const contact = notice.channel === 'portal' ? null : engine.contactOf(notice.team, notice.channel as 'mail' | 'text');
    if (contact === null) return [];
    const payload: Notice = { kind: notice.kind as Notice['kind'], contact, reference: notice.reference, team: teamName(engine, notice.team), severity: null, count: null, says: notice.says, path: `/cases/${notice.caseId}` };
    return [{ notice, event: { topic: noticeTopic, key: `case:${notice.caseId}:${notice.key}`, payload: { ...payload } } }];
  });
  if (sent.length === 0) return;
  const events = new Map((await appendEvents(sql, sent.map((s) => s.event), now)).map((e) => [e.key, e.eventId]));
  await setNoticeEvents(sql, sent.flatMap(({ notice, event }) => (events.has(event.key) ? [{ ...notice, eventId: events.get(event.key)! }] : [])));
}
