import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { nhsNumbers } from '../../src/lab/numbers.ts';
import { randomOf } from '../../src/lab/random.ts';
import { nickForms } from './nicknames.ts';
import { common, givenNames, slip, slipDate, surnames } from './names.ts';

const streets = 'Road Street Avenue Lane Close Drive Court Place Crescent Gardens Terrace Grove'.split(' ');
const iso = (year: number, month: number, day: number): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/**
 * Writes invented people in households, with twins, parents and children of one name, moves, NHS numbers missing in
 * three rows of ten and mistakes in one of five. `person` is the truth and must not be shown to the tool.
 */
export async function writePeople(file: string, rows: number, seed: string): Promise<{ people: number }> {
  const random = randomOf('people', seed, rows);
  const nextNumber = nhsNumbers();
  const out = createWriteStream(file);
  out.write('id,person,given_name,middle_name,surname,date_of_birth,sex,nhs_number,address,town,postcode,phone,email\n');
  const streetNames = surnames.slice(40, 900);
  const towns = surnames.slice(900, 1300);
  const homes = Math.ceil(rows / 3.4);
  let [person, row] = [0, 0];
  const home = (): { line: string; town: string; postcode: string; phone: string } => {
    const area = random.int(0, Math.max(20, homes / 14));
    const town = towns[area % towns.length]!;
    const letters = 'ABDEFGHJLNPQRSTUWXYZ';
    const inward = `${random.int(1, 9)}${letters[area % 20]}${letters[Math.floor(area / 20) % 20]}`;
    return { line: `${random.int(1, 120)} ${streetNames[area % streetNames.length]} ${streets[area % streets.length]}`, town, postcode: `N${letters[Math.floor(area / 400) % 20]}${(area % 90) + 1} ${inward}`, phone: `01632 960${String(random.int(0, 999)).padStart(3, '0')}` };
  };
  while (row < rows) {
    const at = home();
    const surname = common(random, surnames);
    const size = random.weighted([[1, 30], [2, 34], [3, 16], [4, 14], [5, 6]]);
    let parent: { given: string; year: number; sex: 'f' | 'm' } | null = null;
    let last: { birth: string } | null = null;
    for (let i = 0; i < size && row < rows; i++) {
      const child = i >= 2;
      const sex = random.chance(0.5) ? 'f' : 'm';
      const year: number = child ? (parent?.year ?? 1970) + random.int(20, 36) : random.int(1930, 2003);
      let birth = iso(Math.min(year, 2024), random.int(1, 12), random.int(1, 28));
      if (child && last !== null && i > 2 && random.chance(0.12)) birth = last.birth;
      const given: string = i === 2 && parent?.sex === sex && random.chance(0.05) ? parent.given : common(random, givenNames[sex]);
      if (!child) parent = { given, year, sex };
      if (child) last = { birth };
      const middle = random.chance(0.4) ? common(random, givenNames[sex]) : '';
      const own = i === 1 && random.chance(0.25) ? common(random, surnames) : surname;
      const number = nextNumber();
      const mail = `${given}.${own}${(person % 89) + 10}${person.toString(36)}@example.org`.toLowerCase();
      const copies = random.weighted([[1, 55], [2, 26], [3, 12], [4, 5], [6, 2]]);
      person++;
      for (let k = 0; k < copies && row < rows; k++) {
        const moved = k > 0 && random.chance(0.12) ? home() : at;
        const wrong = random.chance(0.2);
        const error = (p: number): boolean => wrong && random.chance(p);
        let name = error(0.25) ? slip(random, given) : given;
        if (error(0.12)) name = random.pick(nickForms(given) ?? [given]);
        let family = error(0.25) ? slip(random, own) : own;
        if (k > 0 && sex === 'f' && random.chance(0.02)) family = common(random, surnames);
        const fields = [
          ++row, person, error(0.04) ? name[0]! : name, random.chance(0.5) ? middle : '', error(0.03) ? '' : family, error(0.2) ? slipDate(random, birth) : birth, error(0.02) ? '' : sex,
          random.chance(0.3) ? '' : number, error(0.15) ? slip(random, moved.line) : moved.line, moved.town, random.chance(0.05) ? '' : moved.postcode,
          random.chance(0.4) ? moved.phone : '', random.chance(0.25) ? mail : '',
        ];
        if (!out.write(`${fields.join(',')}\n`)) await once(out, 'drain');
      }
    }
  }
  out.end();
  await once(out, 'finish');
  return { people: person };
}
