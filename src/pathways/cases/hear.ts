import { KithError, type Sql } from '../../kernel/index.ts';
import type { Heard } from '../events/facts.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { Answers, Value } from '../types.ts';
import { openCases } from './case.store.ts';
import { contextOf, heardFits, holdsTrue, valuesOf } from './context.ts';
import { standingOf, stateOf, teamOf, type Engine } from './engine.ts';
import { insertHeard, isSealed, noteHeard, type HeardOutcome } from './heard.store.ts';
import { openCase } from './open.ts';
import { takeTransition } from './transition.ts';
import { referenceOf, type Case, type Origin } from './types.ts';

/** A pathway that something heard begins, or offers, with the answers its first form would begin with. */
export interface Offer {
  pathway: string;
  title: string;
  about: string;
  /** It begins by itself when it is heard; otherwise somebody begins it. */
  byItself: boolean;
  answers: Readonly<Record<string, Value>>;
}

/** What a topic begins or offers by the area's pathways. */
export function offersOf(engine: Pick<Engine, 'versions'>, topic: string, body: Answers): Offer[] {
  return engine.versions.current.flatMap((p: PathwayDefinition): Offer[] => {
    const trigger = p.start === undefined ? undefined : p.triggers.find((t) => t.topic === topic && heardFits(t.where, body));
    return trigger === undefined ? [] : [{ pathway: p.id, title: p.title, about: p.about, byItself: !trigger.offers, answers: valuesOf(trigger.with, { ...body }) }];
  });
}

/**
 * Hears something of a person, in the caller's transaction: moves open cases that wait for it, and begins those that it begins. Heard
 * twice by the same key it changes nothing. Of somebody sealed nothing is begun.
 */
export async function hear(sql: Sql, engine: Engine, heard: Heard, now: Date, origin: Partial<Origin> = {}): Promise<HeardOutcome & { first: boolean; cases: Case[] }> {
  const came: HeardOutcome = { opened: [], moved: [], offered: [] };
  const cases: Case[] = [];
  if (!(await insertHeard(sql, heard, now))) return { ...came, first: false, cases };
  for (const held of await openCases(sql, heard.personId, null, true)) {
    if (await moveByEvent(sql, engine, held, heard, now)) came.moved.push(referenceOf(held));
  }
  const sealed = await isSealed(sql, heard.personId, now);
  for (const offer of sealed ? [] : offersOf(engine, heard.topic, heard.body)) {
    if (!offer.byItself) {
      came.offered.push(offer.pathway);
      continue;
    }
    const made = await beginByEvent(sql, engine, offer, heard, origin, now);
    if (made === null) continue;
    came.opened.push(referenceOf(made));
    cases.push(made);
  }
  await noteHeard(sql, heard, came);
  return { ...came, first: true, cases };
}

/** Takes the first transition of a case that waits for what was heard. */
async function moveByEvent(sql: Sql, engine: Engine, held: Case, heard: Heard, now: Date): Promise<boolean> {
  const standing = await standingOf(sql, engine, held);
  const context = contextOf(standing, heard.body);
  const transition = stateOf(standing.pathway, held.state).transitions.findIndex((t) => t.event?.topic === heard.topic && heardFits(t.event.where, heard.body) && (t.if === undefined || holdsTrue(t.if, context)));
  if (transition === -1) return false;
  try {
    await takeTransition(sql, engine, standing, { transition, heard: heard.body }, { userId: null, name: null, team: held.team, role: null }, now);
    return true;
  } catch (error) {
    // It waits for another case to end: what was heard stays to be seen, and somebody decides.
    if (error instanceof KithError && error.code === 'conflict.changed') return false;
    throw error;
  }
}

/** Begins a case; null where the person has one open by a pathway of which they have but one. */
async function beginByEvent(sql: Sql, engine: Engine, offer: Offer, heard: Heard, origin: Partial<Origin>, now: Date): Promise<Case | null> {
  const pathway = engine.versions.newest(offer.pathway);
  if (pathway.single && (await openCases(sql, heard.personId, pathway.id)).length > 0) return null;
  const team = teamOf(engine, stateOf(pathway, pathway.start ?? ''), '');
  return openCase(
    sql, engine,
    { personId: heard.personId, pathway: pathway.id, team, origin: { kind: 'event', id: null, reference: null, topic: heard.topic, ...origin }, answers: offer.answers, from: origin.reference == null ? 'What was heard of the person' : `Alert ${origin.reference}` },
    { userId: null, name: null, team, role: null }, now,
  );
}
