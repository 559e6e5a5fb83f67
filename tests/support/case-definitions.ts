import { parse } from 'yaml';
import { pathwaySchema, type PathwayDefinition } from '../../src/pathways/definition/pathway-schema.ts';

/** A pathway with one of everything, of the demo's front door and prevention teams. */
export const travel = `
id: travel
version: 1
title: Travel training
about: Learns to travel alone
category: housing
reference: TRV
roles: { social-worker: Front door, prevention-worker: Trains, team-lead: Approves, housing-officer: Sees to the home }
begins: { starts: [answer-in-two-days] }
forms:
  request:
    title: Request
    source: Test
    pages:
      - title: One
        fields:
          - { name: wish, type: text, required: true, title: Where to }
          - { name: needs, type: number, min: 0, max: 10, required: true, title: How much help }
    outcome: { decision: triage }
  plan:
    title: Plan
    source: Test
    pages: [{ title: One, fields: [{ name: steps, type: long-text, required: true, title: Steps }] }]
  health:
    title: Health check
    source: Test
    pages: [{ title: One, fields: [{ name: fit, type: yes-no, required: true, title: Fit to travel }] }]
decisions:
  triage:
    title: Triage
    source: Test
    inputs: { needs: needs }
    rules:
      - { when: { needs: '>= 5' }, gives: train, because: Help of five or more }
      - { gives: advise, because: Less than five }
deadlines:
  answer-in-two-days: { title: Answer, source: Test, after: { workingDays: 2 }, warn: { workingDays: 1 }, owner: social-worker, ends: [planning, advised], breach: { notices: [late], tasks: [say-why] } }
  plan-in-ten-days: { title: Plan, source: Test, after: { days: 10 }, warn: { days: 2 }, owner: prevention-worker, ends: [approved], pauses: [away] }
tasks:
  say-why: { title: Say why it is late, role: social-worker }
  home-check: { title: Check the home, role: housing-officer, due: { days: 3 }, form: health, blocks: true }
  ring: { title: Ring the family, role: team-lead, due: { days: 1 } }
notices:
  late: { to: social-worker, channel: portal, says: A request was not answered in time }
  to-plan: { to: team-lead, channel: mail, says: A plan is wanted }
documents:
  letter: { title: Letter, parts: [{ says: 'You wished for {{request.wish}}' }] }
returns:
  request-event: { return: cld, event: Request, fields: { wish: request.wish, nhs: person.nhs_number, result: 'if request.needs >= 5 then "Training" else "Advice"' } }
triggers:
  - { topic: radar-alert, where: { card: '"lonely"' }, with: { wish: place } }
  - { topic: school-move, offers: true }
start: requested
states:
  requested:
    title: Requested
    form: request
    role: social-worker
    transitions:
      - { on: train, to: planning, action: Send to planning, starts: [plan-in-ten-days], tasks: [home-check], notices: [to-plan], documents: [letter], emits: [request-event] }
      - { on: advise, to: advised, action: Advise, emits: [request-event] }
      - { to: away, action: Wait, event: { topic: hospital-admission } }
  planning:
    title: Planning
    form: plan
    role: team-lead
    team: prevention
    tasks: [ring]
    transitions:
      - { to: approval, action: Send for approval, note: true }
      - { to: away, action: Wait, event: { topic: hospital-admission } }
  away:
    title: In hospital
    role: team-lead
    transitions:
      - { to: planning, action: Go on, event: { topic: hospital-discharge } }
  approval:
    title: Waiting for approval
    approval: The plan
    role: team-lead
    team: prevention
    transitions:
      - { to: approved, action: Approve, other: true, if: 'request.needs < 9' }
      - { to: planning, action: Send back, note: true }
  approved: { title: Approved, end: true, outcome: Trained }
  advised: { title: Advised, end: true, outcome: Advice }
`;

/** Definitions as an area's files would give them. */
export const definitionsOf = (...texts: string[]): { pathways: PathwayDefinition[]; sources: Map<string, unknown> } => {
  const sources = texts.map((text) => parse(text) as { id: string });
  return { pathways: sources.map((s) => pathwaySchema.parse(s)), sources: new Map(sources.map((s) => [s.id, s])) };
};
