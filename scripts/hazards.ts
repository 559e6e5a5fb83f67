/** `npm run hazards`: writes the readable page of the hazard log from its records. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseProblems } from '../src/kernel/index.ts';
import { page, pageFile } from './hazards/page.ts';
import { readHazards } from './hazards/record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { definitions, problems } = readHazards(root);
refuseProblems(problems);
writeFileSync(join(root, pageFile), page(definitions));
console.log(`${pageFile}: ${definitions.reduce((sum, d) => sum + d.value.hazards.length, 0)} hazards`);
