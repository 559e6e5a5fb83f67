import { createHash } from 'node:crypto';
import { assertReading, type Access, type Reading, type Session } from '../access/index.ts';
import { isUuid, KithError, newId, type Kernel } from '../kernel/index.ts';
import { exemptions } from './exemptions.ts';
import { gatherAll, type Holding } from './holdings.ts';
import { addItems, decideItem, includePlain, itemsOf } from './items.store.ts';
import { copyOf, fingerprintOf, type CopyItem, type ReleasedCopy, type Strike } from './release.ts';
import { everyRequest, insertEvent, insertRequest, requestBy } from './requests.store.ts';
import { longestWords, shownRequest, tieFor } from './requests.ts';
import type { OwnNames } from './suggest.ts';
import type { EventKind, NewRequest, RightsRequest } from './types.ts';

const mostListed = 500;

/** What may follow what: the steps of a request, from where it stands. */
export function nextSteps(request: RightsRequest): EventKind[] {
  if (request.closed) return [];
  const clock: EventKind[] = [request.term.awaiting === 'identity' ? 'identity-seen' : 'identity-asked', request.term.awaiting === 'clarity' ? 'clarity-given' : 'clarity-asked', ...(request.term.extended ? [] : ['extended' as const])];
  return [...clock, ...(request.kind === 'copy' ? [] : ['replied' as const]), 'withdrawn'];
}

/** Answering what people ask of their own data. Everything about one request is under a reading of action `requests`. */
export interface RequestDesk {
  holdings: readonly { id: string; title: string }[];
  /** Every request, of everybody, newest first: ids, and nothing of whose they are. */
  all(session: Session): Promise<RightsRequest[]>;
  enter(reading: Reading, personId: string, request: Omit<NewRequest, 'accountId'>): Promise<RightsRequest>;
  one(reading: Reading, personId: string, requestId: string): Promise<RightsRequest>;
  /** Notes a step. Throws `conflict.changed` for one that does not follow, `request.invalid` without words. */
  step(reading: Reading, personId: string, requestId: string, kind: EventKind, words: string): Promise<void>;
  items(reading: Reading, personId: string, requestId: string): Promise<CopyItem[]>;
  /** Takes down everything held. Throws `access.refused` unless every kind of data is open to this reading in detail. */
  gather(reading: Reading, personId: string, requestId: string, own: OwnNames): Promise<number>;
  decide(reading: Reading, personId: string, requestId: string, itemId: string, decision: { decision: CopyItem['decision']; strike: Strike; exemption: string | null; note: string }): Promise<void>;
  includePlain(reading: Reading, personId: string, requestId: string): Promise<number>;
  /** A second person agrees to what would be given, or sends it back. Nobody checks what they decided. */
  check(reading: Reading, personId: string, requestId: string, agrees: boolean, words: string): Promise<void>;
  /** Whether what would be given now was checked by a second person. */
  checked(request: RightsRequest, items: readonly CopyItem[]): boolean;
  /** Records that the copy was given. Throws `conflict.changed` unless it was checked as it stands. */
  release(reading: Reading, personId: string, requestId: string, how: string): Promise<void>;
  copy(request: RightsRequest, person: ReleasedCopy['person'], items: readonly CopyItem[]): ReleasedCopy;
}

export function createRequestDesk(kernel: Pick<Kernel, 'db' | 'clock'>, access: Pick<Access, 'may' | 'categories'>, holdings: readonly Holding[]): RequestDesk {
  const { clock, db } = kernel;
  const within = (reading: Reading, personId: string): string => {
    assertReading(reading);
    if (!access.may(reading.session, 'requests')) throw new KithError('access.refused', `${reading.session.teamName} does not answer requests.`);
    const decision = reading.persons.get(personId);
    if (decision === undefined || decision.sealed) throw new KithError('person.not-found', 'There is no such person.');
    return personId;
  };
  const one = async (reading: Reading, personId: string, requestId: string): Promise<RightsRequest> => {
    const row = isUuid(requestId) ? await requestBy(reading.sql, within(reading, personId), requestId) : null;
    if (row === null) throw new KithError('person.not-found', 'There is no such request.');
    return shownRequest(row, clock.today());
  };
  const note = (reading: Reading, request: RightsRequest, kind: EventKind, words: string): Promise<void> => {
    const { userId, name } = reading.session;
    return insertEvent(reading.sql, request.personId, request.requestId, newId(), { kind, on: clock.today(), at: clock.now(), byId: userId, byName: name, words: words.slice(0, longestWords) });
  };
  /** An open request for a copy, whose parts may still be decided. */
  const open = async (reading: Reading, personId: string, requestId: string): Promise<RightsRequest> => {
    const request = await one(reading, personId, requestId);
    if (request.closed || request.kind !== 'copy') throw new KithError('conflict.changed', 'This request is answered, or asks for no copy.', { mend: 'Load the page again.' });
    return request;
  };
  const checked: RequestDesk['checked'] = (request, items) => request.events.findLast((e) => e.kind === 'checked' || e.kind === 'sent-back')?.words.startsWith(`${fingerprintOf(items)} `) === true;

  return {
    holdings: holdings.map(({ id, title }) => ({ id, title })),
    async all(session) {
      if (!access.may(session, 'requests')) throw new KithError('access.refused', `${session.teamName} does not answer requests.`);
      return (await everyRequest(db.writer, mostListed)).map((row) => shownRequest(row, clock.today()));
    },
    async enter(reading, personId, request) {
      const who = within(reading, personId);
      const requestId = newId();
      await insertRequest(reading.sql, who, requestId, { ...request, accountId: null }, clock.now(), reading.session.name);
      await tieFor(reading.sql, clock, who, requestId, [reading.session]);
      return one(reading, who, requestId);
    },
    one,
    async step(reading, personId, requestId, kind, words) {
      const request = await one(reading, personId, requestId);
      if (!nextSteps(request).includes(kind)) throw new KithError('conflict.changed', 'This step does not follow from where the request stands now.', { mend: 'Load the page again.' });
      if (words.trim() === '') throw new KithError('request.invalid', 'Say what was asked, seen or answered.');
      await note(reading, request, kind, words);
    },
    items: (reading, personId, requestId) => itemsOf(reading.sql, within(reading, personId), requestId),
    async gather(reading, personId, requestId, own) {
      const request = await open(reading, personId, requestId);
      const closed = access.categories.filter(({ id }) => reading.level(personId, id) !== 'detail');
      if (closed.length > 0) throw new KithError('access.refused', `A copy needs everything that is held, and ${closed.map((c) => c.name).join(', ')} is not open to you in detail.`, { mend: 'Choose the purpose for requests; it opens people who have asked.' });
      const gathered = await gatherAll(holdings, reading, personId, own);
      const items = gathered.map((g) => ({ itemId: newId(), holding: g.holding, source: g.source, title: g.title, happened: g.happened, content: g.rows, suggested: g.suggested, hash: createHash('sha256').update(JSON.stringify([g.holding, g.source, g.title, g.happened, g.rows])).digest('hex') }));
      const fresh = await addItems(reading.sql, personId, requestId, items);
      await note(reading, request, 'gathered', `${items.length} found, ${fresh} new`);
      return fresh;
    },
    async decide(reading, personId, requestId, itemId, d) {
      await open(reading, personId, requestId);
      const needs = d.decision === 'withhold' || d.decision === 'redact';
      if (needs && !exemptions.some((e) => e.id === d.exemption)) throw new KithError('request.invalid', 'Choose why it is left out.', { mend: 'Each of the reasons is one the law gives.' });
      if (d.decision === 'redact' && d.strike.rows.length + d.strike.words.filter((w) => w.trim() !== '').length === 0) throw new KithError('request.invalid', 'Mark what is to be struck out.');
      const found = await decideItem(reading.sql, personId, requestId, itemId, { ...d, exemption: needs ? d.exemption : null, strike: d.decision === 'redact' ? d.strike : { rows: [], words: [] }, by: reading.session.userId, at: clock.now() });
      if (found === 0) throw new KithError('person.not-found', 'There is no such part.');
    },
    async includePlain(reading, personId, requestId) {
      await open(reading, personId, requestId);
      return includePlain(reading.sql, personId, requestId, reading.session.userId, clock.now());
    },
    async check(reading, personId, requestId, agrees, words) {
      const request = await open(reading, personId, requestId);
      const items = await itemsOf(reading.sql, personId, requestId);
      if (items.length === 0 || items.some((item) => item.decision === 'undecided')) throw new KithError('conflict.changed', 'Some parts are not decided yet.', { mend: 'Decide each of them first.' });
      if (items.some((item) => item.decidedBy === reading.session.userId)) throw new KithError('access.refused', 'You decided some of this yourself. A second person checks it.', { mend: 'Ask a colleague of your team.' });
      if (!agrees && words.trim() === '') throw new KithError('request.invalid', 'Say what is to be looked at again.');
      await note(reading, request, agrees ? 'checked' : 'sent-back', `${fingerprintOf(items)} ${words}`);
    },
    checked,
    async release(reading, personId, requestId, how) {
      const request = await open(reading, personId, requestId);
      const items = await itemsOf(reading.sql, personId, requestId);
      if (!checked(request, items)) throw new KithError('conflict.changed', 'What would be given has not been checked as it stands now.', { mend: 'Have a second person check it.' });
      if (how.trim() === '') throw new KithError('request.invalid', 'Say how and to whom it was given.');
      await note(reading, request, 'released', `${fingerprintOf(items)} ${how}`);
    },
    copy: (request, person, items) => copyOf({ person, reference: request.reference, received: request.received, made: clock.today() }, holdings, items),
  };
}
