/** `npm run asvs`: writes the readable page of the security requirements from its record. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseProblems } from '../src/kernel/index.ts';
import { asvsPage, pageFile, readAsvs } from './asvs/record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = readAsvs(root);
if (Array.isArray(read)) refuseProblems(read);
else {
  writeFileSync(join(root, pageFile), asvsPage(read.value.requirements));
  console.log(`${pageFile}: ${read.value.requirements.length} requirements`);
}
