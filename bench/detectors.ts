import { availableParallelism, cpus, loadavg } from 'node:os';
import { readDetectors } from '../src/radar/index.ts';
import { scoreHomes } from './detectors/homes.ts';
import { scoreCounts, scoreRoutines } from './detectors/routines.ts';
import { heading } from './detectors/score.ts';

// How soon each detector finds what it is for, and how often it alarms without cause, on simulated homes:
// node bench/detectors.ts [seed] [homes] [people] [people whose counts are drawn]
const [seed = 'fresh', homes = '160', people = '160', drawn = '1000'] = process.argv.slice(2);
const { home, routine } = readDetectors('areas/demo').settings;
if (home === null || routine === null) throw new Error('the demo area has homes and routine');

const began = performance.now();
console.log(`Seed ${seed}; ${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`);
if (Number(homes) > 0) console.log(heading(`${homes} homes, 15 weeks from September`));
if (Number(homes) > 0) for (const line of scoreHomes(seed, Number(homes), home)) console.log(line);
if (Number(people) > 0) console.log(heading(`${people} people living alone, 17 weeks, with holidays, hospital stays, outages and lost uplinks`));
if (Number(people) > 0) for (const line of scoreRoutines(seed, Number(people), routine)) console.log(line);
if (Number(drawn) > 0) console.log(heading(`${drawn} people's counts, drawn: 9 weeks of past, 8 watched`));
if (Number(drawn) > 0) for (const line of scoreCounts(seed, Number(drawn), routine.learning)) console.log(line);
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s.`);
