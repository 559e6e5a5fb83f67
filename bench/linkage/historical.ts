import { writeFileSync } from 'node:fs';
import { randomOf } from '../../src/lab/random.ts';
import { common, givenNames, slip, slipDate, surnames } from './names.ts';
import { nickForms } from './nicknames.ts';

const occupations = 'politician writer painter engineer lawyer cricketer architect actor composer botanist physician priest soldier sculptor printer merchant banker chemist explorer judge poet teacher footballer photographer bishop historian journalist officer zoologist surgeon'.split(' ');
const titles = ['sir', 'lord', 'dr', 'lady', 'captain', 'rev'];

/**
 * Writes people of three centuries with no identifier, most in five rows or more with many mistakes: names in other
 * forms, a middle name for the first, part of a date, another postcode in the district, an occupation missing.
 * The same shape as registers that historians work on; `cluster` is the truth.
 */
export function writeHistorical(file: string, rows: number, seed: string): { people: number } {
  const random = randomOf('historical', seed, rows);
  const lines = ['unique_id,cluster,full_name,first_and_surname,first_name,surname,dob,birth_place,postcode_fake,gender,occupation'];
  const places = surnames.slice(500, 900).map((p) => p.toLowerCase());
  let person = 0;
  const area = (): string => `${random.pick(['tq', 'le', 'ng', 'ex', 'pl', 'yo', 'ba', 'gl', 'cb', 'ip', 'hr', 'wr', 'sk', 'dn', 'bn', 'ct', 'rg', 'so', 'cf', 'sa'])}${random.int(1, 30)}`;
  const inward = (): string => `${random.int(1, 9)}${random.pick([...'abdefghjln'])}${random.pick([...'abdefghjlnpqrs'])}`;
  while (lines.length <= rows) {
    person++;
    const sex = random.chance(0.78) ? 'm' : 'f';
    const given = common(random, givenNames[sex]).toLowerCase();
    const middles = Array.from({ length: random.weighted([[0, 45], [1, 40], [2, 15]]) }, () => common(random, givenNames[sex]).toLowerCase());
    const family = common(random, surnames).toLowerCase();
    const second = random.chance(0.15) ? common(random, surnames).toLowerCase() : null;
    const title = random.chance(0.12) ? random.pick(titles) : null;
    const dob = `${random.int(1600, 1900)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
    const born = random.chance(0.15) ? `${dob.slice(0, 4)}-01-01` : dob;
    const place = common(random, places);
    const [district, job] = [area(), common(random, occupations)];
    const code = `${district} ${inward()}`;
    const copies = random.weighted([[1, 8], [3, 10], [6, 18], [9, 22], [13, 22], [18, 15], [25, 5]]);
    for (let k = 0; k < copies && lines.length <= rows; k++) {
      const maybe = (p: number): boolean => k > 0 && random.chance(p);
      let first = given;
      if (maybe(0.2)) first = random.pick(nickForms(given) ?? [given]).toLowerCase();
      if (maybe(0.05) && middles[0] !== undefined) first = middles[0];
      if (maybe(0.08)) first = slip(random, first);
      if (maybe(0.04)) first = first[0]!;
      let last = second !== null && maybe(0.4) ? second : family;
      if (maybe(0.1)) last = slip(random, last);
      const names = maybe(0.4) ? [] : middles;
      const parts = [...(title !== null && !maybe(0.5) ? [title] : []), first, ...names, ...(second !== null && last === family && maybe(0.3) ? [second] : []), last];
      if (maybe(0.02)) parts.reverse();
      const postcode = maybe(0.3) ? (random.chance(0.7) ? `${district} ${inward()}` : `${area()} ${inward()}`) : code;
      lines.push(
        [
          `Q${person}-${k + 1}`, `Q${person}`, maybe(0.03) ? '' : parts.join(' '), maybe(0.03) ? '' : `${parts[0]} ${parts.at(-1)}`, maybe(0.03) ? '' : parts[0]!, maybe(0.03) ? '' : parts.at(-1)!,
          maybe(0.12) ? '' : maybe(0.2) ? slipDate(random, born) : born, maybe(0.08) ? '' : maybe(0.05) ? common(random, places) : place, maybe(0.1) ? '' : postcode,
          maybe(0.2) ? '' : sex === 'm' ? 'male' : 'female', maybe(0.35) ? '' : maybe(0.08) ? common(random, occupations) : job,
        ].join(','),
      );
    }
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { people: person };
}
