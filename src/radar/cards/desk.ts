import type { Access, Session, TeamDefinition } from '../../access/index.ts';
import { KithError, newId } from '../../kernel/index.ts';
import type { Backtest } from '../scoring/backtest.ts';
import type { Scoring } from '../scoring/scoring.ts';
import type { ScoringServices } from '../scoring/engine.ts';
import { inThread } from '../scoring/thread.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import { needsOf } from '../signals/needs.ts';
import { faultsOf, type CardFault, type CardGround } from './check.ts';
import { cardSchema, type CardDefinition } from './definition.ts';
import { addPreview, advancePreview, endLostPreviews, finishPreview, previewOf, type Preview } from './preview.store.ts';
import { readRadarFiles, signalsFor } from './read.ts';
import { cardsAlone, cardVersions, putInForce, retire, saveDraft, type StoredCard } from './versions.store.ts';

/** Where scorecards are looked after. Every change names who made it and why, and is kept. */
export interface CardDesk {
  /** Every version of every card, newest first. Shows nobody, so anybody with a use for it may read it. */
  all(): Promise<StoredCard[]>;
  one(card: string): Promise<StoredCard[]>;
  /** Signals a card may use, with the categories each rests on. */
  signals: readonly (SignalDefinition & { needs: string[] })[];
  teams: readonly TeamDefinition[];
  /** What is wrong with a card as typed; empty when it may be kept. */
  faults(card: unknown): { card: CardDefinition | null; faults: CardFault[] };
  /** Keeps a draft. Throws `access.refused`, `radar.invalid-card`. @returns its version */
  draft(session: Session, card: unknown, reason: string): Promise<number>;
  /** Tries a draft on everybody, in a thread of its own; `preview` says how far it is. */
  try(session: Session, card: string, version: number): Promise<void>;
  preview(card: string, version: number): Promise<Preview | null>;
  /** Tries any definition and waits: for the command line. */
  tryNow(card: CardDefinition, progress?: (done: number, total: number) => void): Promise<Backtest>;
  /** Puts a draft that was tried in force, and has everybody scored by it. Throws `access.refused`, `conflict.changed`. */
  putInForce(session: Session, card: string, version: number, reason: string): Promise<void>;
  retire(session: Session, card: string, reason: string): Promise<void>;
}

/** A trial that has said nothing for so long was lost with its process. */
const lostAfter = 30 * 60_000;

export function createCardDesk(services: ScoringServices & { access: Pick<Access, 'may'>; scoring: Scoring; teams: readonly TeamDefinition[] }): CardDesk {
  const { kernel, access, scoring, teams, mapped } = services;
  const { writer, target } = kernel.db;
  const files = readRadarFiles(kernel.area.dir).signals.map((s) => s.signal);
  const ground: CardGround = { signals: files, teams, mapped };
  const mayEdit = (session: Session): void => {
    if (!access.may(session, 'radar-edit')) throw new KithError('access.refused', 'Your team does not change scorecards.', { mend: 'Ask somebody whose team does.' });
  };
  const byLine = (session: Session): string => `${session.name}, ${session.teamName}`;
  const faults: CardDesk['faults'] = (typed) => {
    const parsed = cardSchema.safeParse(typed);
    if (!parsed.success) {
      return { card: null, faults: parsed.error.issues.map((issue) => ({ at: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)), message: issue.message, mend: 'Give a value of the form the message asks for.' })) };
    }
    return { card: parsed.data, faults: faultsOf(parsed.data, ground) };
  };
  const find = async (card: string, version: number): Promise<StoredCard> => {
    const found = (await cardVersions(writer, card)).find((v) => v.version === version);
    if (found === undefined) throw new KithError('radar.unknown-card', 'There is no such version of that scorecard.', { mend: 'Go back to the list of scorecards.' });
    return found;
  };
  const trial = async (draft: Pick<StoredCard, 'card' | 'signals'>, progress?: (done: number, total: number) => void): Promise<Backtest> => {
    const current = (await cardVersions(writer, draft.card.id)).find((v) => v.state === 'in-force') ?? null;
    const task = { kind: 'backtest' as const, draft: { card: draft.card, version: 0, signals: draft.signals }, current: current === null ? null : { card: current.card, version: current.version, signals: current.signals }, today: kernel.clock.today() };
    return (await inThread({ target, mapped, states: await services.states(), task }, progress)) as Backtest;
  };
  return {
    all: () => cardVersions(writer),
    one: (card) => cardVersions(writer, card),
    signals: files.map((signal) => ({ ...signal, needs: needsOf(signal, mapped) })),
    teams,
    faults,
    async draft(session, typed, reason) {
      mayEdit(session);
      const { card, faults: wrong } = faults(typed);
      if (card === null || wrong.length > 0) throw new KithError('radar.invalid-card', wrong[0]?.message ?? 'The scorecard is not right yet.', { mend: wrong[0]?.mend ?? '', detail: { faults: wrong } });
      return writer.begin(async (sql) => {
        await cardsAlone(sql);
        return saveDraft(sql, { card, signals: signalsFor(card, files), author: byLine(session), reason }, kernel.clock.now());
      });
    },
    async try(session, card, version) {
      mayEdit(session);
      const draft = await find(card, version);
      const previewId = newId();
      await endLostPreviews(writer, new Date(kernel.clock.now().getTime() - lostAfter));
      await addPreview(writer, previewId, { card: draft.card, signals: draft.signals, author: byLine(session) }, version, kernel.clock.now());
      const log = (error: unknown): void => kernel.log.error({ error: error instanceof Error ? error.message : String(error) }, 'a trial of a scorecard failed');
      trial(draft, (done, total) => void advancePreview(writer, previewId, total === 0 ? 1 : done / total).catch(log))
        .then((result) => finishPreview(writer, previewId, { result }, kernel.clock.now()))
        .catch((error: unknown) => {
          log(error);
          return finishPreview(writer, previewId, { because: 'It could not be tried. Whoever looks after Kith finds why in its log.' }, kernel.clock.now());
        })
        .catch(log);
    },
    preview: (card, version) => previewOf(writer, card, version),
    tryNow: (card, progress) => trial({ card, signals: signalsFor(card, files) }, progress),
    async putInForce(session, card, version, reason) {
      mayEdit(session);
      if ((await previewOf(writer, card, version))?.state !== 'done') throw new KithError('conflict.changed', 'This version has not been tried yet.', { mend: 'Preview it first: nobody drops off a list unseen.' });
      const done = await writer.begin(async (sql) => {
        await cardsAlone(sql);
        return putInForce(sql, card, version, byLine(session), reason, kernel.clock.now());
      });
      if (!done) throw new KithError('conflict.changed', 'This version is not a draft any more.', { mend: 'Somebody else put it in force or replaced it. Look again.' });
      scoring.rescore().catch((error: unknown) => kernel.log.error({ error: error instanceof Error ? error.message : String(error) }, 'scoring by a new card failed; the hourly job does it again'));
    },
    async retire(session, card, reason) {
      mayEdit(session);
      const done = await writer.begin(async (sql) => {
        await cardsAlone(sql);
        return retire(sql, card, byLine(session), reason, kernel.clock.now());
      });
      if (!done) throw new KithError('conflict.changed', 'This scorecard is not in force.', { mend: 'Look again: somebody else may have retired it.' });
      scoring.rescore().catch((error: unknown) => kernel.log.error({ error: error instanceof Error ? error.message : String(error) }, 'scoring after a card was retired failed; the hourly job does it again'));
    },
  };
}
