import type { Access } from '../../access/index.ts';
import { KithError, type FeedState, type Kernel } from '../../kernel/index.ts';
import { readRadarFiles } from '../cards/read.ts';
import { cardsInForce } from '../cards/versions.store.ts';
import type { Geography } from '../geography/geography.ts';
import { createDictionary } from '../scoring/dictionary.ts';
import type { MappedFact } from '../signals/sources.ts';
import type { Criterion } from './definition.ts';
import { leftOut, needsOfAll, tooLittle, type Ground } from './ground.ts';
import { byName, inPlace } from './members.store.ts';
import { findMembers, type MemberServices } from './members.ts';
import type { CohortCounted, Place } from './types.ts';
import { sentenceOf } from './words.ts';

export interface CohortServices {
  kernel: Kernel;
  access: Pick<Access, 'categories' | 'leastLevels' | 'may' | 'reading' | 'basis'>;
  mapped: readonly MappedFact[];
  states: () => Promise<FeedState[]>;
  geography: Geography;
}

/** Whose look it is: what is certain of this team decides who may be counted at all. */
export interface Lookers {
  team: string;
  purpose: string;
}

export interface Found extends CohortCounted {
  ids: string[];
}

/** Finding members for a team and purpose: what every count, list, comparison and worklist rests on, so that they agree. */
export interface Finding {
  ground(): Promise<Ground>;
  services(day: string): Promise<MemberServices>;
  find(lookers: Lookers, criteria: readonly Criterion[], asked?: { place?: Place; day?: string }): Promise<Found>;
}

export function createFinding({ kernel, access, mapped, states, geography }: CohortServices): Finding {
  const { writer } = kernel.db;
  const dictionary = createDictionary();
  const signals = readRadarFiles(kernel.area.dir).signals.map((s) => s.signal);
  const ground = async (): Promise<Ground> => ({ signals, cards: (await cardsInForce(writer)).map(({ card }) => card), mapped, categories: access.categories, geography });
  const services = async (day: string): Promise<MemberServices> => ({ sql: writer, ground: await ground(), dictionary, states: day === kernel.clock.today() ? await states() : null });
  return {
    ground,
    services,
    async find({ team, purpose }, criteria, { place, day = kernel.clock.today() } = {}) {
      const given = await services(day);
      const least = access.leastLevels(team, purpose);
      const needs = needsOfAll(criteria, given.ground);
      const hidden = tooLittle(needs, least);
      if (hidden.length > 0) {
        const names = hidden.map((id) => access.categories.find((c) => c.id === id)?.name ?? id);
        throw new KithError('access.refused', `This rests on ${names.join(' and ')}, which your team may not see of everybody for this purpose.`, { mend: 'Take the criterion out, or act for a team and purpose that may see it.' });
      }
      const now = kernel.clock.now();
      const members = await findMembers({ criteria, leftOut: leftOut(criteria, needs, least), day, now }, given);
      const here = place === undefined ? members.ids : await inPlace(writer, members.ids, place.level, place.code, now);
      const ids = await byName(writer, here);
      return { ids, people: ids.length, everybody: members.everybody, funnel: members.steps.map(({ criterion, left }) => ({ criterion, words: sentenceOf(criterion, given.ground), left })) };
    },
  };
}
