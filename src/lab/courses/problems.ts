import { plusDays, plusYears } from '../dates.ts';
import type { Person, Problem } from '../world.ts';
import { ageOf, type Scene } from './scene.ts';

/** SNOMED CT concept, preferred words, share of people at 20, 50 and 80 who have it, major or minor. */
const conditions: readonly (readonly [string, string, number, number, number, Problem['significance']])[] = [
  ['38341003', 'Hypertensive disorder', 0.01, 0.18, 0.55, 'major'],
  ['44054006', 'Diabetes mellitus type 2', 0.002, 0.09, 0.2, 'major'],
  ['195967001', 'Asthma', 0.09, 0.07, 0.06, 'minor'],
  ['13645005', 'Chronic obstructive lung disease', 0, 0.02, 0.11, 'major'],
  ['396275006', 'Osteoarthritis', 0, 0.07, 0.38, 'minor'],
  ['49436004', 'Atrial fibrillation', 0, 0.01, 0.15, 'major'],
  ['84114007', 'Heart failure', 0, 0.005, 0.09, 'major'],
  ['433144002', 'Chronic kidney disease stage 3', 0, 0.02, 0.22, 'major'],
  ['35489007', 'Depressive disorder', 0.07, 0.14, 0.1, 'major'],
  ['48694002', 'Anxiety', 0.08, 0.1, 0.06, 'minor'],
  ['64859006', 'Osteoporosis', 0, 0.01, 0.14, 'major'],
  ['15188001', 'Hearing loss', 0.005, 0.03, 0.3, 'minor'],
  ['43116000', 'Eczema', 0.06, 0.03, 0.03, 'minor'],
  ['414916001', 'Obesity', 0.06, 0.14, 0.1, 'minor'],
  ['230690007', 'Cerebrovascular accident', 0, 0.01, 0.08, 'major'],
  ['84757009', 'Epilepsy', 0.007, 0.008, 0.01, 'major'],
];

const share = (age: number, [at20, at50, at80]: [number, number, number]): number =>
  age < 20 ? at20 * (age / 20) : age < 50 ? at20 + ((at50 - at20) * (age - 20)) / 30 : at50 + ((at80 - at50) * (age - 50)) / 30;

const add = (who: Person, code: string, term: string, onset: string, significance: Problem['significance']): void => void who.life.problems.push({ code, term, onset, significance });

/** What the general practice has on its problem list. */
export function everydayProblems(scene: Scene, who: Person): void {
  const { random } = scene;
  const age = ageOf(scene, who);
  const end = who.deathDate ?? scene.today;
  for (const [code, term, at20, at50, at80, significance] of conditions) {
    if (!random.chance(Math.min(0.9, share(age, [at20, at50, at80])))) continue;
    const onset = plusDays(end, -random.int(30, Math.max(31, Math.round(Math.min(age, 18) * 300))));
    add(who, code, term, onset > who.birthDate ? onset : who.birthDate, significance);
  }
  if (random.chance(0.006) && age > 4) {
    add(who, '110359009', 'Intellectual disability', plusYears(who.birthDate, 3), 'major');
    who.adjustments.push({ code: 'easy-read', label: 'Easy-read letters and a supporter at appointments', since: plusDays(end, -random.int(100, 1500)) });
  }
  if (random.chance(age < 25 ? 0.02 : 0.008) && age > 4) add(who, '35919005', 'Autism spectrum disorder', plusYears(who.birthDate, Math.min(age, random.int(4, 9))), 'major');
  if (age >= 65) frailty(scene, who, age);
  if (who.interpreter) who.adjustments.push({ code: 'interpreter', label: `Interpreter needed: ${who.language}`, since: plusDays(end, -random.int(200, 3000)) });
  if (age > 75 && random.chance(0.15)) who.adjustments.push({ code: 'large-print', label: 'Large print letters', since: plusDays(end, -random.int(30, 900)) });
  if (age > 70 && random.chance(0.1)) who.adjustments.push({ code: 'long-appointment', label: 'Longer appointments', since: plusDays(end, -random.int(30, 900)) });
}

function frailty(scene: Scene, who: Person, age: number): void {
  const { random } = scene;
  const score = Math.max(1, Math.min(8, Math.round(random.normal(2 + (age - 65) / 7 + who.life.problems.length / 4, 1.1))));
  const assessed = plusDays(who.deathDate ?? scene.today, -random.int(10, 600));
  who.life.frailty = { score, assessed };
  if (score >= 5) add(who, '248279007', 'Frailty', assessed, 'major');
}
