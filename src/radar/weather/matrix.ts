import type { Colour, Level } from './types.ts';

/**
 * The risk matrix of the Weather-Health Alerting System (UKHSA and Met Office, user guide): score and colour by likelihood and
 * impact. It is a table, not a product: high likelihood of low impact is Yellow, and low likelihood of high impact Amber.
 */
export const riskMatrix: Readonly<Record<Level, Readonly<Record<Level, { score: number; colour: Colour }>>>> = {
  high: {
    'very low': { score: 4, colour: 'Green' },
    low: { score: 8, colour: 'Yellow' },
    medium: { score: 13, colour: 'Amber' },
    high: { score: 16, colour: 'Red' },
  },
  medium: {
    'very low': { score: 3, colour: 'Green' },
    low: { score: 7, colour: 'Yellow' },
    medium: { score: 12, colour: 'Amber' },
    high: { score: 15, colour: 'Amber' },
  },
  low: {
    'very low': { score: 2, colour: 'Green' },
    low: { score: 6, colour: 'Green' },
    medium: { score: 10, colour: 'Yellow' },
    high: { score: 14, colour: 'Amber' },
  },
  'very low': {
    'very low': { score: 1, colour: 'Green' },
    low: { score: 5, colour: 'Green' },
    medium: { score: 9, colour: 'Yellow' },
    high: { score: 11, colour: 'Yellow' },
  },
};

/** Score and colour of this likelihood (first) of this impact (second). */
export const riskOf = (likelihood: Level, impact: Level): { score: number; colour: Colour } => riskMatrix[likelihood][impact];
