import { Option, type Command } from 'commander';
import { ageOn, KithError, showDate, showNhsNumber } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import type { Chronology, Overview } from '../record/index.ts';
import { table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface PersonOptions {
  as: string;
  purpose?: string;
  team?: string;
  format: 'text' | 'json' | 'scis';
  json?: boolean;
}

/** `person`: one record, under the same decision and log row as a page. */
export function personCommand(program: Command, output: Output, _finish: (status: number) => void): void {
  program
    .command('person')
    .argument('<identifier>', 'NHS number, local id or person id')
    .description("show a person's record, as a user may see it; the look is logged")
    .requiredOption('--as <user>', 'user who asks')
    .option('--purpose <purpose>', "what it is for; needed when they have several")
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--json', 'print as JSON')
    .addOption(new Option('--format <format>', 'text, json, or scis (JSON-LD of the Social Care Interoperability Standards)').choices(['text', 'json', 'scis']).default('text'))
    .action(async (identifier: string, options: PersonOptions, command: Command) => {
      const format = options.json ? 'json' : options.format;
      const text = await withKith(command, (kith) => show(kith, identifier, options, format));
      output.out(text);
    });
}

async function show(kith: Kith, identifier: string, options: PersonOptions, format: PersonOptions['format']): Promise<string> {
  const { access, records, feeds } = kith;
  const session = access.session(options.as, options.team, options.purpose);
  const states = await feeds.states();
  const action = format === 'scis' ? 'export' : 'open';
  return access.reading(session, { action, persons: [], request: 'command line' }, async (reading) => {
    const personId = await records.resolve(reading, identifier);
    if (personId === null) throw notFound(identifier);
    await reading.include([personId]);
    const decision = reading.persons.get(personId);
    if (decision === undefined || decision.sealed) throw notFound(identifier);
    if (decision.restricted) throw new KithError('access.refused', 'This record is restricted.', { mend: "Ask the information-governance lead; 'Why can I see this' in the portal says who holds it." });
    if (reading.level(personId, access.categories[0]?.id ?? '') === 'none') throw notFound(identifier);
    if (format === 'scis') return JSON.stringify(await records.scis(reading, personId), null, 2);
    const overview = await records.overview(reading, personId, states);
    const chronology = await records.chronology(reading, personId, { limit: format === 'json' ? 500 : 15 });
    if (format === 'json') return JSON.stringify({ session, overview, chronology }, null, 2);
    return describe(overview, chronology, kith.kernel.clock.today());
  });
}

const notFound = (identifier: string): KithError =>
  new KithError('person.not-found', `Nobody with the identifier "${identifier}" is in the records you may search.`, {
    mend: 'Check the number; a person may be known to a service that does not share with you.',
  });

function describe({ summary, cards, alerts, whoToRing }: Overview, chronology: Chronology, today: string): string {
  const age = summary.birthDate === null ? null : ageOn(summary.birthDate, today);
  const address = summary.address === null ? (summary.whereaboutsHidden ? 'Not shown' : 'Not known') : [...summary.address.lines, summary.address.postcode].filter(Boolean).join(', ');
  const parts = [
    [
      summary.displayName,
      `Born ${summary.birthDate === null ? 'Not known' : `${showDate(summary.birthDate)}${age === null ? '' : ` (${age}y)`}`} · NHS number ${summary.nhsNumber === null ? 'Not known' : showNhsNumber(summary.nhsNumber)} · ${address}`,
    ],
    alerts.map((a) => `! ${a.label}${a.body.reviewDate === undefined ? '' : ` (review ${showDate(a.body.reviewDate)})`}`),
    [table(['Service', 'Involvement', 'What is held'], cards.map((c) => [c.name, c.involvement, c.headline ?? c.absence ?? c.decision.because]))],
    whoToRing.length === 0 ? [] : [table(['Who to ring', 'Name', 'Phone'], whoToRing.map((w) => [w.service, w.professional.name ?? '–', w.professional.phone ?? '–']))],
    chronology.entries.length === 0 ? [] : ['Latest', ...chronology.entries.map((e) => `${(e.start === null ? 'No date' : showDate(e.start)).padEnd(12)} ${e.label} (${e.feed})`)],
  ];
  return parts
    .filter((p) => p.length > 0)
    .map((p) => p.join('\n'))
    .join('\n\n');
}
