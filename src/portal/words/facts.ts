import type { FactKind, Professional } from '../../kernel/index.ts';
import type { RecordFact } from '../../record/index.ts';
import { showDay } from './dates.ts';
import { showRole } from './person.ts';

export const kindWords: Record<FactKind, string> = {
  'service-episode': 'Service',
  'life-event': 'Event',
  finding: 'Finding',
  relationship: 'Relationship',
  plan: 'Plan',
};

export const showProfessional = (p: Professional): string => [p.name, p.role, p.team, p.organisation, p.phone].filter(Boolean).join(', ');

const is = <K extends FactKind>(fact: RecordFact, kind: K): fact is RecordFact<K> => fact.kind === kind;

/** What a fact adds to its label, in one line; empty when nothing. Only what the source said. */
export function describeFact(fact: RecordFact): string {
  const parts: (string | undefined)[] = [];
  if (is(fact, 'service-episode')) {
    const { status, organisation, professionals = [], outcome, reason, detail } = fact.body;
    if (status === 'planned') parts.push('Planned');
    parts.push(organisation, reason === undefined ? undefined : `Reason: ${reason}`, outcome === undefined ? undefined : `Outcome: ${outcome}`, detail);
    parts.push(...professionals.map(showProfessional));
  } else if (is(fact, 'life-event')) {
    const { place, organisation, outcome, role, detail } = fact.body;
    parts.push(role === undefined ? undefined : `As ${showRole(role).toLowerCase()}`, place, organisation, outcome === undefined ? undefined : `Outcome: ${outcome}`, detail);
  } else if (is(fact, 'finding')) {
    const { type, value, unit, severity, reviewDate, recordedBy, detail } = fact.body;
    parts.push(type === 'about-me' ? undefined : showRole(type), value === undefined ? undefined : `${value}${unit === undefined ? '' : ` ${unit}`}`, severity, detail);
    parts.push(reviewDate === undefined ? undefined : `Review ${showDay(reviewDate)}`, recordedBy === undefined ? undefined : `Recorded by ${recordedBy}`);
  } else if (is(fact, 'plan')) {
    const { status, reviewDate, professionals = [], detail } = fact.body;
    parts.push(showRole(status), reviewDate === undefined ? undefined : `Review ${showDay(reviewDate)}`, detail, ...professionals.map(showProfessional));
  }
  return parts.filter((part) => part !== undefined && part !== '' && part !== fact.label).join(' · ');
}
