import type { Definition } from '../../src/kernel/index.ts';
import { rating, type Group, type Hazard, type Risk } from './record.ts';

export const pageFile = 'docs/hazards/log.md';

const words = (id: string): string => id.replaceAll('-', ' ');
const said = (risk: Risk): string => `${risk.severity} × ${words(risk.likelihood)} = **${rating(risk)}**`;
const inCell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ');
const byNumber = (a: Hazard, b: Hazard): number => Number(a.id.slice(1)) - Number(b.id.slice(1));

function section(hazard: Hazard): string {
  const controls = hazard.controls.flatMap((c) => [`- *${c.kind}*: ${c.control}`, ...c.tests.map((t) => `  - \`${t}\``), ...(c.evidence === undefined ? [] : [`  - \`${c.evidence}\``])]);
  return [
    `### ${hazard.id} ${hazard.hazard}`,
    '',
    `Cause: ${hazard.cause}. Effect: ${hazard.effect}. Owner: ${words(hazard.owner)}.`,
    '',
    `Risk ${said(hazard.initial)}; with its controls ${said(hazard.residual)}; ${hazard.status}.${hazard.acceptance === undefined ? '' : ` ${hazard.acceptance}`}`,
    ...(controls.length === 0 ? [] : ['', ...controls]),
    '',
  ].join('\n');
}

/** The log as a clinical safety officer reads it: all hazards by number, then each in full, by group. */
export function page(groups: readonly Definition<Group>[]): string {
  const all = groups.flatMap((g) => g.value.hazards).toSorted(byNumber);
  return [
    '# Hazard log',
    '',
    'Written from the records beside it by `npm run hazards`; [how to add one](README.md). Ratings are of DCB0129’s matrix, 1 to 5.',
    '',
    '| id | hazard | rating | with controls | status |',
    '|---|---|---|---|---|',
    ...all.map((h) => `| ${h.id} | ${inCell(h.hazard)} | ${rating(h.initial)} | ${rating(h.residual)} | ${h.status} |`),
    '',
    ...groups.flatMap((g) => [`## ${g.value.title}`, '', ...g.value.hazards.toSorted(byNumber).map(section)]),
  ].join('\n');
}
