import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { KithError } from '../../kernel/index.ts';
import { headingWords } from '../tool/roles.ts';
import { writeWhole } from './write.ts';
import { indexOrganisations, type Organisation, type OrganisationBand } from './match.ts';

const roles = ['code', 'name', 'kind', 'postcode', 'address', 'phone', 'uprn'] as const;
type OrganisationRole = (typeof roles)[number];

/** Headings of directories and of feeds that name an organisation, folded to words, in the order they are tried. */
const headings: readonly { role: OrganisationRole; is: RegExp }[] = [
  { role: 'uprn', is: /\buprn\b/ },
  { role: 'postcode', is: /\b(post ?code|postal code|pcd)\b/ },
  { role: 'code', is: /^(code|urn|ods|ods code|(cqc )?location id.*|(organisation|org|practice|provider|school|site|establishment|home) (code|id|urn|no|number))$/ },
  { role: 'phone', is: /\b(phone|telephone|tel)\b/ },
  { role: 'kind', is: /^(type|kind|service types?|(organisation |org )?(type|kind|role|category)|primary role name|role name|phase of education.*|type of (organisation|establishment).*)$/ },
  { role: 'address', is: /\b(address|street|road|locality|town|address line ?\d?)\b/ },
  { role: 'name', is: /^(name|organisation|organization|org|provider|practice|school|care home|home|surgery|establishment|setting|service|(organisation|org|provider|practice|school|care home|home|surgery|establishment|setting|location|gp|service) name|name of .*)$/ },
];

export interface OrganisationRequest {
  input: string;
  /** Column that names each row; its number otherwise. */
  id: string | null;
  /** `role=heading`, where the guess is wrong; they hold for every file that has the heading. */
  columns: readonly string[];
  directories: readonly string[];
  out: string;
}

export interface OrganisationSummary {
  rows: number;
  directory: number;
  columns: Record<string, string[]>;
  bands: Record<OrganisationBand, number>;
}

/**
 * Matches each row of a file of organisations to directories and writes a line for each row, in order.
 * @throws KithError `delivery.missing`, `delivery.refused` for files, `usage.invalid` where no column is a name or a code
 */
export function linkOrganisations(request: OrganisationRequest): OrganisationSummary {
  const said = request.columns.map(readFlag);
  const input = readFile(request.input, said);
  const directory = request.directories.flatMap((file) => readFile(file, said).organisations);
  const index = indexOrganisations(directory);
  const id = request.id === null ? -1 : input.headings.findIndex((h) => h.toLowerCase() === request.id!.toLowerCase());
  if (request.id !== null && id < 0) throw new KithError('usage.invalid', `There is no column "${request.id}" to take as --id.`, { mend: `The columns are: ${input.headings.slice(0, 60).join(', ')}.` });
  const bands: OrganisationSummary['bands'] = { join: 0, review: 0, apart: 0 };
  const known = new Map<string, string>();
  const lines = input.organisations.map((asked, i) => {
    const key = JSON.stringify(asked);
    const answer = known.get(key) ?? describe(index.match(asked, 2), bands);
    if (known.has(key)) bands[answer.slice(0, answer.indexOf(',')) as OrganisationBand]++;
    known.set(key, answer);
    return `${cell(id < 0 ? String(i + 1) : (input.rows[i]![id] ?? ''))},${answer}`;
  });
  writeWhole(request.out, `source_row,band,match_probability,match_weight,directory_code,directory_name,because,next_code,next_name\n${lines.map((line) => `${line}\n`).join('')}`);
  return { rows: lines.length, directory: index.size, columns: input.columns, bands };
}

function describe(found: ReturnType<ReturnType<typeof indexOrganisations>['match']>, bands: OrganisationSummary['bands']): string {
  const [first, second] = found;
  const band = first?.band ?? 'apart';
  bands[band]++;
  if (first === undefined || band === 'apart') return `${band},,,,,,,`;
  const because = first.because.map((b) => `${b.what} ${b.bits > 0 ? '+' : ''}${b.bits}`).join('; ');
  const next = band === 'review' && second !== undefined && second.band !== 'apart' ? [second.entry.code ?? '', second.entry.name] : ['', ''];
  return [band, first.probability.toFixed(6), String(first.weight), first.entry.code ?? '', first.entry.name, because, ...next].map(cell).join(',');
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(text: string): string {
  const safe = /^[=@+\-\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function readFlag(flag: string): { role: OrganisationRole; heading: string } {
  const at = flag.indexOf('=');
  const role = roles.find((r) => r === flag.slice(0, at).trim());
  if (at < 0 || role === undefined) throw new KithError('usage.invalid', `--column ${flag} is not role=heading.`, { mend: `For organisations the roles are: ${roles.join(', ')}.` });
  return { role, heading: flag.slice(at + 1).trim() };
}

/** What parts the cells of the first lines. */
function delimiterOf(text: string): string {
  const top = text.slice(0, 20_000).split('\n').slice(0, 20).join('\n');
  const count = (mark: string): number => top.split(mark).length;
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function readFile(file: string, said: readonly { role: OrganisationRole; heading: string }[]): { headings: string[]; columns: Record<string, string[]>; organisations: Organisation[]; rows: string[][] } {
  if (!existsSync(file)) throw new KithError('delivery.missing', `There is no file ${file}.`, { mend: 'Check its name and the folder you are in.' });
  let all: string[][];
  try {
    const text = readFileSync(file, 'utf8');
    all = parse(text, { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(text), max_record_size: 1_000_000 });
  } catch (error) {
    throw new KithError('delivery.refused', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { mend: 'Give a CSV file whose first line names its columns.' });
  }
  const roleOf = (heading: string): OrganisationRole | undefined =>
    said.find((s) => s.heading.toLowerCase() === heading.toLowerCase())?.role ?? (said.some((s) => s.role === 'name' && headings.at(-1)!.is.test(headingWords(heading))) ? undefined : headings.find((h) => h.is.test(headingWords(heading)))?.role);
  // Published directories have lines of words before the headings.
  const top = Math.max(0, all.slice(0, 20).findIndex((row) => row.some((h) => ['name', 'code'].includes(roleOf(h) ?? '')) && row.filter((h) => roleOf(h) !== undefined).length > 1));
  const names = all[top] ?? [];
  const columns: Record<string, string[]> = {};
  const places = new Map<OrganisationRole, number[]>();
  for (const [i, heading] of names.entries()) {
    const role = roleOf(heading);
    if (role === undefined || (role !== 'address' && places.has(role))) continue;
    places.set(role, [...(places.get(role) ?? []), i]);
    (columns[role] ??= []).push(heading);
  }
  if (!places.has('name') && !places.has('code')) throw new KithError('usage.invalid', `${file} has no column of names or codes of organisations: ${names.slice(0, 40).join(', ')}.`, { mend: 'Say which it is, for example --column name=HEADING.' });
  const rows = all.slice(top + 1);
  const organisations = rows.map((row): Organisation => {
    const of = (role: OrganisationRole): string => (places.get(role) ?? []).map((i) => row[i] ?? '').filter((text) => text !== '').join(', ');
    return { name: of('name'), ...Object.fromEntries(roles.filter((role) => role !== 'name' && of(role) !== '').map((role) => [role, of(role)])) };
  });
  return { headings: names, columns, organisations, rows };
}
