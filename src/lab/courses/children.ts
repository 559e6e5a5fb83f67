import { dayNumber, latest, plusDays } from '../dates.ts';
import { postcodeOf } from '../places/dwellings.ts';
import { worker } from '../staff.ts';
import type { ChildInNeed, IsoDate, LookedAfterEpisode, Person } from '../world.ts';
import { here, homeOn, nextId, type Scene } from './scene.ts';

const factors: Record<string, readonly string[]> = { N1: ['3A', '3B', '4B', '16A', '17A', '18B'], N2: ['5A', '6A', '7A'], N4: ['4B', '10A'], N5: ['3A', '9A'], N6: ['14A', '15A'] };

/** A child-in-need episode after a referral; `protection` is the chance that it goes to a child protection plan. */
export function childInNeed(scene: Scene, child: Person, referral: IsoDate, source: string, need: string, protection: number): ChildInNeed {
  const { random, today } = scene;
  const past = (date: IsoDate): IsoDate | undefined => (date <= today ? date : undefined);
  const nothing = random.chance(0.2) && need !== 'N2';
  const goes = !nothing && random.chance(protection);
  const made: ChildInNeed = { id: nextId(scene, 'child in need', 'C', 6), referral, source, noFurtherAction: nothing, primaryNeed: need, assessments: [], section47: [], worker: worker(random, goes ? 'protection' : 'assessment') };
  child.life.need.push(made);
  if (nothing) return close(made, past(plusDays(referral, 1)), 'RC8');
  const started = plusDays(referral, random.int(1, 3));
  const authorised = past(plusDays(started, random.int(18, 60)));
  const found = (factors[need] ?? ['21']).slice(0, random.int(1, 4));
  if (started <= today) made.assessments.push({ start: started, ...(authorised === undefined ? { factors: [] } : { authorised, factors: found }) });
  const done = plusDays(started, 62);
  if (goes) {
    const enquiry = plusDays(started, random.int(1, 12));
    const conference = plusDays(enquiry, random.int(9, 20));
    if (enquiry <= today) made.section47.push({ start: enquiry, noConference: false, ...(conference <= today ? { conference } : {}) });
    if (conference > today) return made;
    const end = plusDays(conference, random.int(100, 640));
    const category = need === 'N1' ? random.pick(['NEG', 'EMO', 'PHY', 'MUL']) : 'NEG';
    const reviews: IsoDate[] = [];
    for (let review = plusDays(conference, 84); review < end && review <= today; review = plusDays(review, 168)) reviews.push(review);
    made.protection = { start: conference, initial: category, latest: random.chance(0.85) ? category : 'EMO', previous: random.chance(0.15) ? 1 : 0, reviews, ...(end <= today ? { end } : {}) };
    return close(made, past(plusDays(end, random.int(30, 120))), 'RC7');
  }
  if (random.chance(0.3)) made.section47.push({ start: plusDays(started, 2) <= today ? plusDays(started, 2) : started, noConference: true });
  if (need === 'N2' || random.chance(0.45)) {
    const plan = plusDays(done, random.int(1, 10));
    const end = plusDays(plan, need === 'N2' ? random.int(500, 3000) : random.int(60, 420));
    if (plan <= today) made.plan = { start: plan, ...(end <= today ? { end } : {}) };
    return close(made, past(end), random.pick(['RC7', 'RC9']));
  }
  return close(made, past(done), 'RC8');
}

function close(episode: ChildInNeed, closure: IsoDate | undefined, closureReason: string): ChildInNeed {
  return closure === undefined ? episode : Object.assign(episode, { closure, closureReason });
}

/** A period of care: a first placement, perhaps a change, perhaps a return home. */
export function lookAfter(scene: Scene, child: Person, from: IsoDate): void {
  const { random, today } = scene;
  const first = latest(plusDays(from, random.int(1, 90)), child.birthDate);
  if (first > today || !here(child, first)) return;
  const open = child.life.need.find((n) => n.referral <= first && (n.closure === undefined || n.closure >= first));
  if (open) {
    delete open.closure;
    delete open.closureReason;
  } else childInNeed(scene, child, first, '5B', 'N1', 0.4);
  const episodes = child.life.need.filter((n) => n.referral <= first);
  const latestNeed = episodes.at(-1);
  if (latestNeed) {
    delete latestNeed.closure;
    delete latestNeed.closureReason;
    latestNeed.noFurtherAction = false;
  }
  const social = worker(random, 'lookedAfter');
  const homePostcode = homeOn(child, first)!.dwelling.postcode;
  const period = nextId(scene, 'period of care', 'L', 5);
  const moves = random.weighted([[0, 55], [1, 32], [2, 13]]);
  const voluntary = random.chance(0.45);
  let start = first;
  for (let n = 0; n <= moves; n++) {
    const ends = plusDays(start, random.int(60, 700));
    const last = n === moves;
    const home = random.chance(0.15);
    const placement = home ? 'K2' : random.weighted([['U6', 60], ['U4', 15], ['U1', 25]]);
    const goesHome = last && random.chance(0.35);
    const episode: LookedAfterEpisode = {
      period, start, reasonNew: n === 0 ? 'S' : 'P', legal: voluntary ? 'V2' : n === 0 ? 'C1' : 'C2', need: 'N1', placement, provider: home ? 'PR4' : random.pick(['PR1', 'PR4']), homePostcode,
      placementPostcode: postcodeOf(random.int(1, 9), 3900 + random.int(0, 80)), ...(home ? { urn: `SC9${String(random.int(10000, 99999))}` } : {}), reviews: [], worker: social,
    };
    if ((!last || goesHome) && ends <= today) Object.assign(episode, { end: ends, reasonEnd: last ? 'E4A' : 'X1' }, last ? {} : { reasonPlaceChange: random.pick(['CARPL', 'REQB', 'APPRR', 'PLACE']) });
    child.life.lookedAfter.push(episode);
    if (episode.end === undefined) break;
    start = episode.end;
  }
  const closed = child.life.lookedAfter.at(-1)!.end;
  for (let day = dayNumber(first) + 28, n = 0; day < dayNumber(closed ?? today); day += n++ === 0 ? 90 : 182) {
    const on = plusDays(first, day - dayNumber(first));
    const episode = child.life.lookedAfter.find((e) => e.start <= on && (e.end === undefined || on < e.end));
    episode?.reviews.push({ on, code: random.pick(['PN1', 'PN1', 'PN3', 'PN5']) });
  }
}
