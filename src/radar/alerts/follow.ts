import type { CardDefinition } from '../cards/definition.ts';
import type { Score } from '../scoring/types.ts';
import type { AlertRules } from './definition.ts';
import { bandRank, severityOf, severityRank } from './routes.ts';
import type { Alert, AlertPatch, StepKind } from './types.ts';

/** What of a score alerts need. */
export type Standing = Pick<Score, 'version' | 'score' | 'band' | 'reasons'> & { digest: string };

/** What follows for the alert of one person by one card. */
export type Following =
  | { is: 'nothing' }
  /** A new alert; `why` is what let it through. */
  | { is: 'raise'; why: 'first' | 'again' | 'worse' | 'new-signals' }
  /** The open one is changed; `tell` when people must hear of it. */
  | { is: 'change'; patch: AlertPatch; steps: StepKind[]; tell: boolean };

const hourMs = 3_600_000;
const nothing: Following = { is: 'nothing' };

/** Signals that hold now and did not when the alert was last looked at. */
const newSignals = (now: Standing, before: Pick<Alert, 'reasons'>): boolean => {
  const had = new Set(before.reasons.map((r) => r.signal));
  return now.reasons.some((r) => !had.has(r.signal));
};

/**
 * What a score does to the alert of its person and card. It looks at how things stand, not at how they came about, so that
 * asking it twice, or late, or after a kill gives the same.
 * @param score null when nothing is left of it
 * @param last the newest alert of this person and card, open or closed
 */
export function follow(rules: AlertRules, card: Pick<CardDefinition, 'id' | 'bands' | 'alertFrom'>, score: Standing | null, last: Alert | null, now: Date): Following {
  const rank = score === null ? -1 : bandRank(card, score.band);
  const holds = score !== null && rank >= bandRank(card, card.alertFrom);
  if (last === null) return holds ? { is: 'raise', why: 'first' } : nothing;
  if (last.state === 'closed') return holds ? afterClosing(card, score, last, rank, now) : nothing;
  if (!holds) return below(rules, score, last, now);

  const patch: AlertPatch = { version: score.version, band: score.band, score: score.score, digest: score.digest, reasons: score.reasons, peak: Math.max(last.peak, score.score) };
  const steps: StepKind[] = [];
  if (last.fallenAt !== null) {
    patch.fallenAt = null;
    steps.push('rose');
  }
  if (rank > bandRank(card, last.worstBand)) {
    const severity = severityOf(rules, card, score.band);
    Object.assign(patch, { worstBand: score.band, severity: severityRank(rules, severity) > severityRank(rules, last.severity) ? severity : last.severity, snoozedUntil: null });
    if (last.state === 'seen') Object.assign(patch, { state: 'raised', seenAt: null });
    return { is: 'change', patch, steps: [...steps, 'worsened'], tell: true };
  }
  if (last.digest === score.digest && steps.length === 0 && last.band === score.band) return nothing;
  if (newSignals(score, last)) steps.push('risen');
  return { is: 'change', patch, steps, tell: false };
}

/** The score is below the band: once that has lasted, an alert nobody has taken up closes by itself. */
function below(rules: AlertRules, score: Standing | null, last: Alert, now: Date): Following {
  const since = last.fallenAt ?? now;
  const patch: AlertPatch = score === null ? { score: 0, digest: null } : { version: score.version, band: score.band, score: score.score, digest: score.digest };
  const lasted = now.getTime() - since.getTime() >= rules.fallenHours * hourMs;
  const untaken = last.state === 'raised' || last.state === 'seen';
  if (untaken && lasted) {
    return { is: 'change', patch: { ...patch, fallenAt: since, state: 'closed', closedAs: 'no-longer-holds', closedAt: now, heldAt: null, snoozedUntil: null, escalateAt: null, quietUntil: null }, steps: ['no-longer-holds'], tell: false };
  }
  if (last.fallenAt !== null) return last.digest === (score?.digest ?? null) ? nothing : { is: 'change', patch, steps: [], tell: false };
  return { is: 'change', patch: { ...patch, fallenAt: now }, steps: ['fell'], tell: false };
}

function afterClosing(card: Pick<CardDefinition, 'bands'>, score: Standing, last: Alert, rank: number, now: Date): Following {
  if (rank > bandRank(card, last.worstBand)) return { is: 'raise', why: 'worse' };
  if (last.closedAs === 'no-longer-holds' || last.quietUntil === null || last.quietUntil <= now) return { is: 'raise', why: 'again' };
  return newSignals(score, last) ? { is: 'raise', why: 'new-signals' } : nothing;
}
