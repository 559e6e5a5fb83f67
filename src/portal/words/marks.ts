import type { HandMark, PutKind } from '../../access/index.ts';
import { showDay } from './dates.ts';

/** Marks as pages say them, and what each does. */
export const putWords: Record<PutKind, { name: string; does: string }> = {
  sealed: { name: 'Sealed', does: 'Nothing tells that there is such a person: adoption, witness protection. You will not find the record again yourself; lift the seal from the list.' },
  'restricted-demographics': { name: 'Whereabouts hidden', does: 'Address, telephone and everything placed by them are hidden from everybody.' },
  'staff-client': { name: 'Restricted', does: 'Named as restricted; opens only to teams named as working with the person: staff, their relatives, people in public life.' },
};

export const nameOfMark = (mark: HandMark): string => (mark.kind in putWords ? putWords[mark.kind as PutKind].name : mark.kind === 'consent' ? 'Consent' : 'Objection');

/** How one stands: `To be looked at again on 1 May 2027`. */
export function standsMark(mark: HandMark, today: string): string {
  if (mark.ended !== null) return `${mark.state === 'declined' ? 'Declined' : mark.kind === 'consent' || mark.kind === 'objection' ? 'Withdrawn' : 'Lifted'} by ${mark.ended.by}: ${mark.ended.why}`;
  if (mark.state === 'proposed') return 'Waits to be confirmed';
  if (mark.reviewOn === null) return 'In force';
  if (mark.kind === 'consent') return mark.reviewOn < today ? `Ended on ${showDay(mark.reviewOn)}` : `In force until ${showDay(mark.reviewOn)}`;
  return mark.reviewOn <= today ? `Due: was to be looked at again by ${showDay(mark.reviewOn)}` : `To be looked at again by ${showDay(mark.reviewOn)}`;
}

export const isDue = (mark: HandMark, today: string): boolean => mark.state === 'in-force' && mark.reviewOn !== null && mark.reviewOn <= today;
