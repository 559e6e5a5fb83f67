import type { FastifyInstance } from 'fastify';
import type { StoredCard } from '../../radar/index.ts';
import type { RetentionDefinition } from '../../rights/index.ts';
import { transparencyPage, type PublicSource } from '../pages/transparency.tsx';
import { paths } from '../paths.ts';
import type { PageKit } from './kit.ts';

/** What the public is told of beyond access: where data comes from, the tools, how long it is kept. None of it is about anybody. */
export interface PublicFacts {
  area: string;
  sources: readonly PublicSource[];
  cards(): Promise<StoredCard[]>;
  linkModel(): Promise<string | null>;
  retention: RetentionDefinition;
}

/** How long what was read may be told again, in milliseconds: anybody may ask, as often as they like. */
const toldAgain = 60_000;

/** How information is used, for anybody: it needs no sign-in and reads nobody. */
export function addTransparencyPages(app: FastifyInstance, { access, clock, sendPage, facts }: PageKit & { facts: PublicFacts }): void {
  let read: { at: number; told: Promise<[StoredCard[], string | null]> } | null = null;
  app.get(paths.transparency, async (request, reply) => {
    const now = clock.now().getTime();
    if (read === null || now - read.at > toldAgain) read = { at: now, told: Promise.all([facts.cards(), facts.linkModel()]) };
    const [cards, linkModel] = await read.told.catch((error: unknown) => {
      read = null;
      throw error;
    });
    const page = transparencyPage({ area: facts.area, sources: facts.sources, cards: cards.filter(({ state }) => state === 'in-force'), linkModel, retention: facts.retention, purposes: access.purposes(), agreements: access.agreements(), own: access.own?.definition ?? null, today: clock.today() });
    return sendPage(request, reply, 200, page);
  });
}
