import type { Decision } from '../access/index.ts';
import { showDate, type FeedState, type Professional } from '../kernel/index.ts';
import { absence, trouble } from './absence.ts';
import type { RecordFact, SourceCard } from './types.ts';

/** Whether a fact is still in force on `today`. */
export const inForce = (fact: RecordFact, today: string): boolean => fact.end === null || fact.end.slice(0, today.length) >= today;

export const isCurrent = (fact: RecordFact, today: string): boolean =>
  inForce(fact, today) && (fact.kind === 'service-episode' || fact.kind === 'plan') && (fact.body as { status?: string }).status === 'current';

/** Facts that say by themselves that somebody is known now: open episodes and plans. */
const involvements = (facts: readonly RecordFact[]): RecordFact<'service-episode' | 'plan'>[] =>
  facts.filter((f): f is RecordFact<'service-episode' | 'plan'> => f.kind === 'service-episode' || f.kind === 'plan');

const earliest = (facts: readonly RecordFact[]): string | null => facts.reduce<string | null>((min, f) => (f.start !== null && (min === null || f.start < min) ? f.start : min), null);
/** The newest day that anything ended or happened; what is planned has not happened. */
const latest = (facts: readonly RecordFact[], today: string): string | null =>
  facts.reduce<string | null>((max, f) => [f.end, f.start].reduce((m, at) => (at !== null && at.slice(0, 10) <= today && (m === null || at > m) ? at : m), max), null);

/** Workers named on facts, each once. */
export function professionalsOf(facts: readonly RecordFact[]): Professional[] {
  const all = involvements(facts).flatMap((f) => f.body.professionals ?? []);
  return [...new Map(all.map((p) => [`${p.name ?? ''}|${p.phone ?? ''}|${p.team ?? ''}`.toLowerCase(), p])).values()];
}

/** The constant text of a category at `alert` where something is held: the same words whatever it is, and whom to ring. */
const somethingToDiscuss = (decision: Decision): string =>
  decision.desk === undefined ? 'There is something to discuss.' : `There is something to discuss. Ring ${decision.desk.name} on ${decision.desk.phone}.`;

/** Labels told in a headline; the rest are counted. */
const told = 2;

/** What is booked is told with its day, which the card's own dates do not say. */
const tell = (fact: RecordFact, today: string): string => (fact.start !== null && fact.start.slice(0, 10) > today ? `${fact.label}, ${showDate(fact.start)}` : fact.label);

function headline(facts: readonly RecordFact[], today: string): string | null {
  const labels = [...new Set(facts.map((fact) => tell(fact, today)))];
  if (labels.length === 0) return null;
  return [...labels.slice(0, told), ...(labels.length > told ? [`${labels.length - told} more`] : [])].join('; ');
}

const byStart = (a: RecordFact, b: RecordFact): number => (b.start ?? '').localeCompare(a.start ?? '') || Number(a.factId) - Number(b.factId);

/** What was observed or measured and still stands: true of somebody, or of their home, and no involvement of a service. */
const isStanding = (fact: RecordFact, today: string): boolean => fact.kind === 'finding' && inForce(fact, today) && ['observation', 'measurement'].includes((fact as RecordFact<'finding'>).body.type);

/** The newest observation of each kind, measurements being for whoever opens the rest. */
function standing(facts: readonly RecordFact[]): string {
  const newest = new Map<string, string>();
  for (const fact of facts.toSorted(byStart)) {
    const kind = fact.code ?? fact.label;
    if (!newest.has(kind) && ((fact as RecordFact<'finding'>).body.type === 'observation' || facts.length === 1)) newest.set(kind, fact.label);
  }
  return [...newest.values()].join('; ') || `${facts.length} measurements`;
}

/**
 * One card: what a category of data says of a person, as far as the decision allows. `facts` are those the decision
 * opened; `known` says whether anything at all is held there. At `alert` it decides only whether the constant text stands.
 */
export function card(
  { category, name, decision, facts, known, feeds, birthDate, today }: {
    category: string;
    name: string;
    decision: Decision;
    facts: readonly RecordFact[];
    known: boolean;
    feeds: readonly FeedState[];
    birthDate: string | null;
    today: string;
  },
): SourceCard {
  const blank: SourceCard = { category, name, decision, involvement: 'not-shared', headline: null, since: null, until: null, professionals: [], feeds: [], absence: null };
  if (decision.level === 'none') return { ...blank, absence: `${name} is not shared with you for this purpose: ${decision.because}` };
  if (decision.level === 'alert' && known) return { ...blank, involvement: 'something-to-discuss', headline: somethingToDiscuss(decision) };
  const withFeeds = { ...blank, feeds: [...feeds] };
  if (!known) {
    const { outside, sentence } = absence(name, feeds, birthDate, today);
    return { ...withFeeds, involvement: outside ? 'not-covered' : 'none-found', absence: sentence };
  }
  const troubles = feeds.flatMap((feed) => (feed.state === 'on-time' ? [] : (trouble(feed, today) ?? [])));
  const late = troubles.length === 0 ? null : troubles.join(' ');
  if (facts.length > 0 && facts.every((fact) => isStanding(fact, today))) {
    const [newest] = facts.toSorted(byStart);
    return { ...withFeeds, involvement: 'held', headline: decision.level === 'detail' ? standing(facts) : null, since: newest?.start?.slice(0, 10) ?? null, until: newest?.start?.slice(0, 10) ?? null, absence: late };
  }
  const newestFirst = (a: RecordFact, b: RecordFact): number => (latest([b], today) ?? '').localeCompare(latest([a], today) ?? '');
  const current = involvements(facts)
    .filter((f) => isCurrent(f, today))
    .sort((a, b) => (b.start ?? '').localeCompare(a.start ?? ''));
  const booked = facts.filter((f) => f.start !== null && f.start.slice(0, 10) > today).sort((a, b) => (a.start ?? '').localeCompare(b.start ?? ''));
  const happened = facts.filter((f) => !isCurrent(f, today) && !booked.includes(f) && (f.kind !== 'finding' || involvements(facts).length === 0)).sort(newestFirst);
  const open = current.length > 0 || booked.length > 0;
  const [last] = happened;
  return {
    ...withFeeds,
    involvement: open ? 'current' : 'historic',
    headline: decision.level === 'detail' ? (headline(open ? [...current, ...booked] : happened.slice(0, 1), today) ?? `Known to ${name}; no service recorded.`) : null,
    since: open ? earliest(current) : (last?.start?.slice(0, 10) ?? null),
    until: open || last === undefined ? null : (latest([last], today)?.slice(0, 10) ?? null),
    professionals: professionalsOf(open ? [...current, ...booked] : happened),
    absence: late,
  };
}
