/** `node bench/access-grid.ts [--questions 20000] [--seed 1]`: the grid of tests/access, as much of it as wanted, against Cedar. */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { differences, grid, places } from '../tests/access/grid.ts';
import { createOracle } from '../tests/access/oracle.ts';
import { machine, report } from './measure.ts';

const { values } = parseArgs({ options: { questions: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } } });
const all = grid();
const oracle = createOracle();
const before = performance.now();
const found: string[] = [];
let decisions = 0;
for (const place of places(Number(values.seed), Number(values.questions), all.size)) {
  const question = all.at(place);
  found.push(...differences(oracle, question));
  decisions += question.rules.categories.length;
}
const seconds = (performance.now() - before) / 1000;
console.log(`# Kith and Cedar\n\n${machine()}, load average ${loadavg()[0]?.toFixed(1)}.\n`);
report(['people of the grid', 'asked about', 'decisions compared', 'questions to Cedar', 'seconds', 'differences'], [[all.size, Number(values.questions), decisions, oracle.asked(), Number(seconds.toFixed(0)), found.length]]);
for (const line of found.slice(0, 20)) console.log(line);
process.exitCode = found.length === 0 ? 0 : 1;
