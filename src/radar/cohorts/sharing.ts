import type { Session } from '../../access/index.ts';
import type { SavedCohort } from './cohorts.store.ts';
import type { CohortFile } from './definition.ts';
import type { Cohort } from './types.ts';

export const ofFile = ({ id, title, about, team, purpose, criteria, counts }: CohortFile): Cohort => ({ id, title, about, team, purpose, criteria, saved: null, counts });

export const ofSaved = (saved: SavedCohort): Cohort => ({ id: saved.id, title: saved.title, about: saved.about, team: saved.team, purpose: saved.purpose, criteria: saved.criteria, saved, counts: saved.shared === 'counts' });

/** Who may open a cohort and its people: its team under its purpose; one that is its owner's own, the owner alone. */
export const mayOpen = (cohort: Cohort, session: Session): boolean =>
  cohort.team === session.team && cohort.purpose === session.purpose && (cohort.saved === null || cohort.saved.shared !== 'own' || cohort.saved.owner === session.userId);

/** Who may change a cohort: its owner. The area's own are changed in their files. */
export const mayChange = (cohort: Cohort, session: Session): boolean => cohort.saved !== null && cohort.saved.owner === session.userId;
