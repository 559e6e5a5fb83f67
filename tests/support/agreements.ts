import { agreementsOn, purposesOn } from '../../src/access/agreements.ts';
import { demoRules } from './access.ts';

const { rules } = demoRules();

/** What the demo area says of people's own side. */
export const ownDefinition = rules.own;

/** The demo area's agreements and purposes as on 20 November 2026. */
export const agreements = agreementsOn(rules, '2026-11-20');
export const purposes = purposesOn(rules, '2026-11-20');
