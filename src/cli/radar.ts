import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { isUuid, KithError, showDate } from '../kernel/index.ts';
import type { Kith } from '../main.ts';
import { atrsMarkdown, atrsOf, cardYaml, type Backtest, type Explained, type StoredCard } from '../radar/index.ts';
import { bar, plural, table, type Output } from './output.ts';
import { withKith } from './with-kith.ts';

interface As {
  as: string;
  purpose?: string;
  team?: string;
  json?: boolean;
}

/** Counts smaller than this could tell of somebody. */
const least = 10;

/** `radar`: scorecards from the command line, under the same decisions and log as pages. */
export function radarCommands(program: Command, output: Output): void {
  const radar = program.command('radar').description('scorecards: score, explain, preview, export');

  radar
    .command('score')
    .description('score everybody again by the scorecards in force')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      await withKith(command, async (kith) => {
        await kith.scoring.settle();
        const drawn = bar(output, 'Scoring', 1_000);
        const done = await kith.scoring.rescore((n, total) => drawn.update(total === 0 ? 1_000 : (1_000 * n) / total, `${n.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`));
        drawn.finish(`${plural(done.people, 'person', 'people')}, ${plural(done.changed, 'score')} changed`);
        if (options.json) output.out(JSON.stringify(done));
      });
    });

  radar
    .command('explain')
    .description('why somebody is, or is not, on a list; the look is logged')
    .requiredOption('--person <identifier>', 'NHS number, local id or person id')
    .requiredOption('--card <card>', 'scorecard')
    .requiredOption('--as <user>', 'user who asks')
    .option('--purpose <purpose>', 'what it is for; needed when they have several')
    .option('--team <team>', 'team they act for; needed when they have several')
    .option('--json', 'print as JSON')
    .action(async (options: As & { person: string; card: string }, command: Command) => {
      const explained = await withKith(command, (kith) => explain(kith, options));
      output.out(options.json ? JSON.stringify({ ...explained, evidence: Object.fromEntries(explained.evidence) }, null, 2) : describe(explained));
    });

  radar
    .command('preview')
    .description('what a scorecard file would do, tried on everybody; changes nothing and names nobody')
    .requiredOption('--card <file>', 'YAML file of a scorecard')
    .option('--json', 'print as JSON')
    .action(async (options: { card: string; json?: boolean }, command: Command) => {
      await withKith(command, async (kith) => {
        const { card, faults } = kith.radar.desk.faults(parse(readFileSync(options.card, 'utf8')));
        if (card === null || faults.length > 0) {
          throw new KithError('radar.invalid-card', `${options.card} is not right yet:\n${faults.map((f) => `  ${f.at.join('.')}: ${f.message}`).join('\n')}`, { mend: faults[0]?.mend ?? 'Mend the file and try again.' });
        }
        await kith.scoring.settle();
        const drawn = bar(output, 'Trying it', 1_000);
        const { comeOn, dropOff, ...result } = await kith.radar.desk.tryNow(card, (n, total) => drawn.update(total === 0 ? 1_000 : (1_000 * n) / total, plural(n, 'person', 'people')));
        drawn.finish(plural(result.people, 'person', 'people'));
        const counts = { ...result, comesOn: comeOn.length + result.moreComeOn, dropsOff: dropOff.length + result.moreDropOff };
        output.out(options.json ? JSON.stringify(suppressed(counts), null, 2) : summary(counts));
      });
    });

  radar
    .command('export')
    .description('the scorecard in force, as the file of an area or as its transparency record')
    .argument('<card>', 'scorecard')
    .option('--atrs <format>', 'its transparency record instead: json or markdown')
    .action(async (id: string, options: { atrs?: string }, command: Command) => {
      const stored = await withKith(command, (kith) => inForce(kith, id));
      output.out(options.atrs === 'json' ? JSON.stringify(atrsOf(stored), null, 2) : options.atrs === 'markdown' ? atrsMarkdown(stored) : cardYaml(stored).trimEnd());
    });
  for (const inner of radar.commands) inner.exitOverride();
}

async function inForce(kith: Kith, id: string): Promise<StoredCard> {
  await kith.scoring.settle();
  const found = (await kith.radar.desk.one(id)).find((v) => v.state === 'in-force');
  if (found === undefined) throw new KithError('radar.unknown-card', `There is no scorecard "${id}" in force.`, { mend: `In force: ${(await kith.radar.desk.all()).filter((v) => v.state === 'in-force').map((v) => v.card.id).join(', ')}.` });
  return found;
}

async function explain(kith: Kith, options: As & { person: string; card: string }): Promise<Explained> {
  const session = kith.access.session(options.as, options.team, options.purpose);
  await kith.scoring.settle();
  return kith.access.reading(session, { action: 'risk', persons: [], request: `command line: ${options.card}` }, async (reading) => {
    const personId = isUuid(options.person) ? options.person : await kith.records.resolve(reading, options.person);
    const explained = personId === null ? null : await kith.radar.lists.explain(reading, options.card, personId);
    if (explained === null) throw new KithError('person.not-found', `Nobody with the identifier "${options.person}" is in the records you may search.`, { mend: 'Check the number; a person may be known to a service that does not share with you.' });
    return explained;
  });
}

function describe({ card, version, person, score, band, outside, signals, ahead }: Explained): string {
  const rows = signals.toSorted((a, b) => b.points - a.points).map((s) => [s.label, s.holds === 'not-known' ? `not known (${s.notKnown?.why ?? ''})` : s.holds, s.points, s.reason?.dated == null ? '' : showDate(s.reason.dated), s.decay ?? '']);
  const off = ahead.find((a) => a.band === null);
  return [
    `${person.summary.displayName}: ${card.title}, version ${version}`,
    outside !== null ? `Not scored: ${outside}.` : `${score} points, ${band === null ? 'on no list' : band.title}.${off === undefined ? '' : ` Off the list on ${showDate(off.day)} if nothing new happens.`}`,
    table(['Signal', 'Holds', 'Points', 'Dated', 'As it ages, points'], rows),
    'You may not see everything that services know, and a person decides what to do.',
  ].join('\n\n');
}

type Counts = Omit<Backtest, 'comeOn' | 'dropOff'> & { comesOn: number; dropsOff: number };

const shown = (n: number): string | number => (n > 0 && n < least ? `<${least}` : n);

const suppressed = (counts: Counts): unknown => JSON.parse(JSON.stringify(counts, (_, value: unknown) => (typeof value === 'number' && value > 0 && value < least ? null : value)));

function summary(c: Counts): string {
  return [
    `Of ${plural(c.people, 'person', 'people')} it would list ${shown(c.listed.draft)}; the version in force lists ${shown(c.listed.current)}. ${shown(c.comesOn)} would come on, ${shown(c.dropsOff)} would drop off.`,
    table(['Band', 'People'], c.bands.map((b) => [b.title, shown(b.people)])),
    table(['Month', 'Draft', 'In force', 'Join', 'Leave'], c.months.map((m) => [m.day, shown(m.draft), shown(m.current), shown(m.joined), shown(m.left)])),
    ...c.groups.map((g) => table([g.by, 'Could be listed', 'Listed'], g.shares.filter((s) => s.people >= least).map((s) => [s.group, s.people, shown(s.listed)]))),
  ].join('\n\n');
}
