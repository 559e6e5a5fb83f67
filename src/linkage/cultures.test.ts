import { expect, test } from 'vitest';
import { fold, givenKeys, readFamily, readGiven, soundOf } from './names.ts';
import { jaroWinkler } from './live/likeness.ts';

type Likeness = 'same' | 'form' | 'alike' | 'sounds' | 'different';
const order: readonly Likeness[] = ['different', 'sounds', 'alike', 'form', 'same'];

/** The nearest that two lists of forms come, by the same steps as the model's levels. */
function nearest(one: { whole: string | null; forms: readonly string[] }, other: { whole: string | null; forms: readonly string[] }): Likeness {
  if (one.whole === null || other.whole === null) return 'different';
  if (one.whole === other.whole) return 'same';
  if (one.forms.some((form) => other.forms.includes(form))) return 'form';
  if (jaroWinkler(one.whole, other.whole) >= 0.9) return 'alike';
  return one.forms.some((form) => other.forms.some((o) => soundOf(form) === soundOf(o))) ? 'sounds' : 'different';
}
const given = (text: string) => {
  const read = readGiven([text], undefined);
  return { whole: read.first, forms: read.any.flatMap((name) => [name, ...givenKeys(name)]) };
};
const family = (text: string) => {
  const read = readFamily(text);
  return { whole: read.whole, forms: read.any };
};
const least = (found: Likeness, wanted: Likeness): boolean => order.indexOf(found) >= order.indexOf(wanted);

test.each<[string, string, Likeness]>([
  // Welsh
  ['ap Rhys', 'Rhys', 'same'], ['ferch Owain', 'Owain', 'same'], ['verch Owen', 'ferch Owen', 'same'], ['ab Owen', 'Bowen', 'form'], ['ap Rhys', 'Price', 'form'], ['ap Hywel', 'Powell', 'form'], ['Uprichard', 'Prichard', 'form'], ['Siôn', 'Sion', 'same'],
  // Double-barrelled
  ['Evans-Jones', 'Evans Jones', 'same'], ['Evans-Jones', 'Jones-Evans', 'form'], ['Evans-Jones', 'Evans', 'form'], ['Evans-Jones', 'Jones', 'form'], ['Evansjones', 'Evans-Jones', 'form'],
  // South Asian
  ['Kaur Gill', 'Gill', 'same'], ['Singh Gill', 'Gill', 'same'], ['Gill', 'Gill Singh', 'same'], ['Begum', 'Begam', 'form'], ['Chowdhury', 'Choudhry', 'form'], ['Hussain', 'Hossain', 'form'], ['Sheikh', 'Shaikh', 'form'], ['Siddiqui', 'Siddique', 'form'], ['Rehman', 'Rahman', 'form'], ['Mukherjee', 'Mukerji', 'form'], ['Banerjee', 'Bannerji', 'form'], ['Chaudhary', 'Chaudhuri', 'form'], ['Qureshi', 'Kureshi', 'form'], ['Aggarwal', 'Agarwal', 'form'], ['Iyer', 'Aiyar', 'form'],
  // Chinese, Vietnamese, Korean
  ['Li', 'Lee', 'form'], ['Zhang', 'Chang', 'form'], ['Wong', 'Wang', 'form'], ['Nguyễn', 'Nguyen', 'same'], ['Trần', 'Tran', 'same'], ['Lê', 'Le', 'same'], ['Yi', 'Lee', 'form'], ['Pak', 'Park', 'form'], ['Choe', 'Choi', 'form'], ['Jung', 'Chung', 'form'],
  // Spanish, Portuguese
  ['García Márquez', 'Garcia', 'form'], ['García Márquez', 'Garcia-Marquez', 'same'], ['de Souza', 'Souza', 'form'], ['da Silva', 'Silva', 'form'], ['Souza', 'Sousa', 'form'], ['dos Santos', 'Santos', 'form'], ['Ortega y Gasset', 'Ortega Gasset', 'same'], ['Gonçalves', 'Goncalves', 'same'], ['de la Cruz', 'Cruz', 'form'],
  // Arabic
  ['al-Masri', 'Masri', 'form'], ['El Masri', 'Al-Masri', 'form'], ['Al Masri', 'Almasri', 'same'], ['bin Laden', 'Laden', 'form'], ['ibn Saud', 'Saud', 'form'], ['Abd al-Rahman', 'Abdulrahman', 'form'], ['Abdel Rahman', 'Abdul Rahman', 'form'], ['Mohammed', 'Muhammad', 'form'], ['El-Sayed', 'Elsayed', 'same'],
  // Polish, Lithuanian, Russian, Bulgarian, Greek
  ['Kowalski', 'Kowalska', 'form'], ['Zawadzki', 'Zawadzka', 'form'], ['Wiśniewska', 'Wisniewski', 'form'], ['Ivanov', 'Ivanova', 'form'], ['Pushkin', 'Pushkina', 'form'], ['Dostoevsky', 'Dostoevskaya', 'form'], ['Kazlauskas', 'Kazlauskiene', 'form'], ['Kazlauskas', 'Kazlauskaitė', 'form'], ['Petraitis', 'Petraitytė', 'form'], ['Papadopoulos', 'Papadopoulou', 'form'], ['Bērziņš', 'Berzina', 'form'], ['Kovář', 'Kovářová', 'form'],
  // Other scripts
  ['Иванов', 'Ivanov', 'same'], ['Иванова', 'Ivanov', 'form'], ['Шевченко', 'Shevchenko', 'same'], ['Παπαδόπουλος', 'Papadopoulos', 'same'],
  // Irish, Scottish, Dutch, German
  ["O'Brien", 'O Brien', 'same'], ['O’Brien', 'OBrien', 'same'], ["O'Brien", 'Brien', 'form'], ['McDonald', 'MacDonald', 'form'], ['Mac Donald', 'McDonald', 'form'], ['McKenzie', 'MacKenzie', 'form'], ['McCarthy', 'MacCarthy', 'form'], ['Ní Bhriain', 'Bhriain', 'form'], ['van der Berg', 'Vanderberg', 'same'], ['van der Berg', 'Berg', 'form'], ['von Müller', 'Mueller', 'form'], ['Müller', 'Muller', 'same'], ['St John', 'Saint John', 'form'], ['de Vries', 'Devries', 'same'], ['D’Souza', 'DSouza', 'same'], ['Großmann', 'Grossmann', 'same'], ['Sørensen', 'Sorensen', 'same'],
  // Titles and suffixes
  ['Jones MBE', 'Jones', 'same'], ['Jones Jr', 'Jones', 'same'], ['Jones Snr', 'Jones', 'same'], ['Jones (nee Smith)', 'Jones', 'form'], ['Jones formerly Smith', 'Smith', 'form'], ['Mr Jones', 'Jones', 'same'],
])('surnames %s and %s are at least %s', (one, other, wanted) => {
  const found = nearest(family(one), family(other));
  expect(least(found, wanted), found).toBe(true);
  expect(nearest(family(other), family(one))).toBe(found);
});

test.each<[string, string, Likeness]>([
  ['Bill', 'William', 'form'], ['Peggy', 'Margaret', 'form'], ['Mohammed', 'Muhammad', 'form'], ['Mohd', 'Mohammed', 'form'], ['Mohammed Ali', 'Ali', 'same'], ['Muhammad Yusuf', 'Yousef', 'form'], ['Abd al-Rahman', 'Abdulrahman', 'form'], ['Abdul Karim', 'Abdulkarim', 'form'], ['Nur Jahan', 'Noor', 'form'], ['Amina Begum', 'Amina', 'same'],
  ['Wei-Ming', 'Wei Ming', 'same'], ['Wei Ming', 'Weiming', 'form'], ['Min-jun', 'Minjun', 'form'], ['Thi Lan', 'Lan', 'form'], ['Gwenllian', 'Gwen', 'form'], ['Siân', 'Sian', 'same'], ['Siân', 'Jane', 'form'], ['Ieuan', 'Evan', 'form'], ['Katarzyna', 'Kasia', 'form'], ['Małgorzata', 'Gosia', 'form'], ['Wojciech', 'Wojtek', 'form'], ['Александр', 'Aleksandr', 'same'], ['Aleksandr', 'Alexander', 'form'], ['Γιώργος', 'Giorgos', 'same'], ['Giorgos', 'George', 'form'], ['José', 'Jose', 'same'], ['Jose Maria', 'José', 'same'], ['João', 'Joao', 'same'], ['Seán', 'Shaun', 'form'], ['Siobhan', 'Shivaun', 'form'], ['Caoimhe', 'Keeva', 'form'], ['Mr John', 'John', 'same'], ['Dr Amina', 'Amina', 'same'], ['Jean-Claude', 'Jean Claude', 'same'], ['Ekaterina', 'Katya', 'form'], ['Francisco', 'Paco', 'form'], ['Oluwaseun', 'Seun', 'form'], ['Chukwuemeka', 'Emeka', 'form'], ['Xiao', 'Xiao', 'same'], ['Lizzy', 'Elizabeth', 'form'], ['Harry', 'Henry', 'form'], ['Jaswinder', 'Jasvinder', 'form'],
])('given names %s and %s are at least %s', (one, other, wanted) => {
  const found = nearest(given(one), given(other));
  expect(least(found, wanted), found).toBe(true);
});

test.each([
  ['Smith', 'Jones'], ['Khan', 'Begum'], ['Gill', 'Dhillon'], ['Li', 'Lin'], ['Wang', 'Zhang'], ['Ivanov', 'Petrov'], ['Kowalski', 'Nowak'], ['al-Masri', 'al-Hassan'], ['de Souza', 'de Lima'], ['van der Berg', 'van der Meer'], ["O'Brien", "O'Neill"], ['McDonald', 'McDermott'], ['García Márquez', 'López Hernández'], ['Petraitis', 'Kazlauskas'], ['Иванов', 'Петров'], ['Kim', 'Park'], ['ap Rhys', 'ap Hywel'], ['Cook', 'Coker'], ['Martin', 'Martina Jones'], ['Costa', 'Costello'],
])('surnames %s and %s share no form', (one, other) => expect(family(one).forms.filter((form) => family(other).forms.includes(form))).toEqual([]));

test.each([
  ['Hannah', 'Anna'], ['Jack', 'Joseph'], ['Mohammed Asif', 'Mohammed Tariq'], ['Gurpreet', 'Manpreet'], ['Aisha', 'Amina'], ['Abdul Karim', 'Abdul Rahim'], ['Александр', 'Алексей'], ['Siân', 'Siobhan'], ['Daniel', 'Danielle'], ['Thi Lan', 'Thi Mai'],
])('given names %s and %s are not one name', (one, other) => expect(least(nearest(given(one), given(other)), 'form')).toBe(false));

test.each(['محمد', '李小龙', 'Ἀριστοτέλης', 'ประยุทธ์', '김민준', 'દિવ્યા'])('%s is kept, and is itself', (name) => {
  expect(fold(name)).not.toBe('');
  expect(nearest(given(name), given(name))).toBe('same');
});
