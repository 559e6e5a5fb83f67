/**
 * Something a detector made of readings, weather or the record: "bedroom below 16 °C for 3 nights". It joins what
 * services state as one more dated thing that a signal may rest on.
 */
export interface Observation {
  /** The same for the same thing seen again, so that seeing it again replaces it: `<detector>:<what>:<when it began>`. */
  key: string;
  personId: string;
  /** Null when it is about the person and not their home. */
  householdId: string | null;
  /** Which rule saw it, of the area's definitions. */
  detector: string;
  /** What was seen, e.g. `cold-bedroom`. A signal names it. */
  code: string;
  /** In words a worker understands, with figures and units. */
  label: string;
  /** Category of data it is shown under. */
  category: string;
  /** ISO date or date and time when it began. */
  startAt: string;
  /** Null while it goes on. */
  endAt: string | null;
  value: number | null;
  unit: string | null;
  /** What it rests on, enough to draw its chart: `{ metric, device, from, to, baseline, threshold }`. */
  evidence: Record<string, unknown>;
}
