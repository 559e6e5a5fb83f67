import { drama } from '../phones.ts';
import type { Practice } from '../world.ts';

const doctors = [
  ['Dr H Lindqvist', 'Dr S Rahman'], ['Dr A Mensah', 'Dr C Doyle'], ['Dr P Venkataraman', 'Dr J Hargreaves'], ['Dr L Kowalczyk', 'Dr O Adeyemi'], ['Dr M Farouk', 'Dr E Whitlock'],
  ['Dr R Patel', 'Dr N Sheehan'], ['Dr G Wong', 'Dr T Bevan'], ['Dr Y Demir', 'Dr K Osborne'], ['Dr B Singh', 'Dr F Marchetti'],
];
const names = ['Larch Street Surgery', 'Abbey Road Practice', 'Canal Side Medical Centre', 'The Dockside Practice', 'Foundry Health Centre', 'Heathside Surgery', 'Millbrook Medical Practice', 'Priory Family Practice', 'Riverside Health Centre'];
/** District of each practice, in the order of `names`. */
const districts = [4, 1, 2, 3, 5, 6, 7, 8, 9];

export const practices: readonly Practice[] = names.map((name, i) => ({
  code: `Z9900${i + 1}`,
  name,
  phone: drama(101 + (i === 0 ? 0 : i + 500)),
  lines: [i === 0 ? '1 Larch Street' : `${10 + i} ${name.split(' ').slice(0, 2).join(' ')} Parade`],
  postcode: `NB${districts[i]} 1GP`,
  doctors: doctors[i]!.map((doctor, d) => ({ name: doctor, code: `G99${String(i * 10 + d).padStart(5, '0')}` })),
}));

export const practiceOf = (postcode: string): Practice => practices[districts.indexOf(Number(postcode[2]))] ?? practices[0]!;
