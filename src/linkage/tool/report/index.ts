import type { LinkDetail, LinkSummary } from '../link.ts';
import { roleTitles } from '../roles.ts';
import { weigher } from '../train.ts';
import type { Workspace } from '../workspace.store.ts';
import { examplesNear, weightsOfPairs, type Example } from './examples.store.ts';
import { bars, contents, count, escape, page, section, table, waterfall } from './html.ts';

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`);
const bits = (odds: number): number => odds / Math.LN2;

/** The report of a run: one page that needs nothing else. */
export async function writeReport(work: Workspace, summary: LinkSummary, detail: LinkDetail, id: string | null): Promise<string> {
  const used = summary.columns.filter((c) => c.role !== 'ignore');
  const examples = detail.comparisons.length === 0 ? [] : await examplesNear(work, detail.comparisons, used.map((c) => c.heading), id, [summary.settings.bands.join + 20, summary.settings.bands.join + 5, summary.settings.bands.join, summary.settings.bands.review, -6]);
  const parts = [
    section('Columns', '<p>What each column was taken for, and how many rows have something in it.</p>', table('Columns', ['Column', 'Used as', 'Filled', 'Because'], summary.columns.map((c) => [c.heading, roleTitles[c.role], percent(c.filled, summary.rows), c.because]))),
    ...(detail.comparisons.length === 0 ? [] : [weights(detail), pairs(await weightsOfPairs(work), summary), waterfalls(examples, detail, used.map((c) => c.heading))]),
    clusters(summary),
    unlinkables(summary, detail),
    blocking(summary),
    settings(summary, detail),
  ];
  const body = parts.join('\n');
  return page('Who is who: report of a linkage', `${overview(summary)}\n${contents(body)}\n${body}`);
}

function overview(summary: LinkSummary): string {
  const several = summary.clusterSizes.filter((s) => s.size > 1);
  const facts: [string, string][] = [
    ['Files', summary.files.map((f) => `${f.path} (${count(f.rows)} rows, ${f.encoding})`).join('; ')],
    ['Rows', count(summary.rows)],
    ['People found', count(summary.clusters)],
    ['In more than one row', `${count(several.reduce((n, s) => n + s.clusters, 0))} people, ${count(several.reduce((n, s) => n + s.clusters * s.size, 0))} rows`],
    ['Pairs compared', count(summary.pairsScored)],
    ['Time and memory', `${summary.seconds.toFixed(1)} s, ${count(summary.peakMemoryMb)} MB`],
  ];
  const warnings = summary.warnings.length === 0 ? '' : `<ul>${summary.warnings.map((w) => `<li>${escape(w)}</li>`).join('')}</ul>`;
  return `<section><p class="note">This page holds what people's rows say. Keep it as safe as the file it came from.</p><dl>${facts.map(([k, v]) => `<dt>${escape(k)}</dt><dd>${escape(v)}</dd>`).join('')}</dl>${warnings}</section>`;
}

function weights({ comparisons, trained }: LinkDetail): string {
  const strongest = Math.max(...comparisons.flatMap((c, i) => c.levels.map((_, l) => Math.abs(Math.log2(trained.m[i]![l]! / trained.u[i]![l]!)))));
  const charts = comparisons.map((c, i) => {
    const items = c.levels.map((level, l) => {
      const [m, u] = [trained.m[i]![l]!, trained.u[i]![l]!];
      return { label: level.title, value: Math.log2(m / u), note: `${Math.log2(m / u).toFixed(1)}  (${percent(m, 1)} against ${u < 0.0005 ? `1 in ${count(Math.round(1 / u))}` : percent(u, 1)})` };
    });
    return bars(c.title, items, 'bits', strongest);
  });
  return section(
    'What each comparison tells',
    '<p>Weight of each level in bits: each bit doubles the odds that two rows are of one person, or halves them. In brackets: how often rows of one person stand at the level, against rows of two people. Where a value is rarer than most, it tells more than this.</p>',
    ...charts,
  );
}

function pairs(found: { from: number; pairs: number }[], summary: LinkSummary): string {
  const { join, review } = summary.settings.bands;
  const chart = bars('Pairs by weight', found.map((f) => ({ label: `${f.from} to ${f.from + 2} bits${f.from >= join ? ', join' : f.from >= review ? ', for a person to look at' : ''}`, value: Math.log10(f.pairs + 1), note: count(f.pairs) })), 'each step of the bar is ten times as many');
  return section(
    'Thresholds',
    `<p>Pairs join from ${join} bits (probability ${(1 / (1 + 2 ** -join)).toFixed(3)}); from ${review} bits a person might look. The thresholds are shipped, not fitted to this file.</p>`,
    table('Pairs by band', ['Band', 'Pairs'], [['Join', summary.pairsJoined], ['For a person to look at', summary.pairsReview], ['Would join, held apart by a guard', summary.pairsGuarded]]),
    chart,
  );
}

function waterfalls(examples: readonly Example[], { comparisons, trained, guards }: LinkDetail, headings: readonly string[]): string {
  const by = weigher(trained);
  const charts = examples.map((example) => {
    const items = [{ label: 'Before anything is compared', value: Math.log2(trained.matched / (1 - trained.matched)), note: '' }];
    for (const [c, level] of example.levels.entries()) {
      if (level < 0) continue;
      const value = Math.log2(trained.m[c]![level]! / trained.u[c]![level]!);
      items.push({ label: `${comparisons[c]!.title}: ${comparisons[c]!.levels[level]!.title}`, value, note: '' });
    }
    const home = bits(by.household(example.levels));
    if (home < -0.05) items.push({ label: 'One household would look so too', value: home, note: '' });
    const rest = example.weight - items.reduce((sum, item) => sum + item.value, 0);
    if (Math.abs(rest) > 0.05) items.push({ label: 'Rarer or commoner values than most', value: rest, note: '' });
    const noted = items.map((item) => ({ ...item, note: `${item.value > 0 ? '+' : ''}${item.value.toFixed(1)}` }));
    const guard = example.guard < 0 ? '' : `<p>Held apart: ${escape(guards[example.guard]!.title.toLowerCase())}.</p>`;
    const rows = headings.map((h, i) => [h, example.values[0][i] ?? '', example.values[1][i] ?? '']);
    return `${waterfall(`Rows ${example.rows[0]} and ${example.rows[1]}`, noted)}${guard}${table(`Rows ${example.rows[0]} and ${example.rows[1]}, column by column`, ['', example.rows[0], example.rows[1]], rows, { rowHeadings: true })}`;
  });
  return section('How a weight adds up', '<p>Pairs from sure to unlikely, the ones nearest the thresholds in the middle.</p>', ...charts);
}

const clusters = (summary: LinkSummary): string =>
  section(
    'Rows of one person',
    bars('People by number of rows', summary.clusterSizes.slice(0, 30).map((s) => ({ label: s.size === 1 ? '1 row' : `${s.size} rows`, value: Math.log10(s.clusters + 1), note: count(s.clusters) })), 'each step of the bar is ten times as many'),
    summary.clusterSizes.length > 30 ? `<p>The largest has ${count(summary.clusterSizes.at(-1)!.size)} rows. Look at it first: a large group is more often a mistake than a small one.</p>` : '',
  );

function unlinkables(summary: LinkSummary, { self }: LinkDetail): string {
  const steps = [-10, 0, summary.settings.bands.join, 10, 15, 20];
  const found = steps.map((below) => [`Under ${below} bits against itself`, self.weight.filter((w) => w < below).length, percent(self.weight.filter((w) => w < below).length, self.weight.length)]);
  return section('Rows that say too little', `<p>A row is weighed against itself: where even that does not reach the joining weight, no row could join it. ${escape(count(summary.unlinkable))} of ${escape(count(summary.records))} different rows are so.</p>`, table('Rows by weight against themselves', ['Weight', 'Rows', 'Share'], found));
}

const blocking = (summary: LinkSummary): string =>
  section(
    'Which pairs were compared',
    summary.blocks.length === 0
      ? '<p>Every pair was compared.</p>'
      : `<p>Two rows are compared where they agree on all parts of a rule. A block larger than the cap is passed over; other rules may still bring its pairs.</p>${table('Blocking rules', ['Rule', 'Pairs', 'Largest block', 'Blocks passed over', 'Rows in them'], summary.blocks.map((b) => [b.rule, b.pairs, b.cap, b.over, b.overRecords]))}`,
  );

function settings(summary: LinkSummary, { trained, guards }: LinkDetail): string {
  const { settings: s } = summary;
  const guarded: [string, string][] = [
    ['Guards in force', guards.map((g) => g.title).join('; ') || 'none'],
    ...(summary.twins === null ? [] : [['Twin guard', `${count(summary.twins.pairs)} pairs alike but for the given name; ${percent(summary.twins.share, 1)} of them taken to be two people`] as [string, string]]),
    ...(summary.namesakes === null ? [] : [['Namesake guard', `${count(summary.namesakes.pairs)} pairs of one name at one address and distant birthdays; ${percent(summary.namesakes.share, 1)} of them a generation apart`] as [string, string]]),
  ];
  return section(
    'Settings',
    table('Settings', ['Setting', 'Value'], [
      ['Bands', `join from ${s.bands.join}, look from ${s.bands.review}`],
      ['Groups', `mean weight ${s.cluster.average} or more, each pair held between ${s.cluster.floor} and ${s.cluster.ceiling}`],
      ['Pairs of one person expected', count(Math.round(trained.expected))],
      ['Learned from', trained.sessions.map((t) => `${t.rule}: ${count(t.pairs)} pairs, ${count(t.matches)} of one person`).join('; ')],
      ...guarded,
      ['Memory and threads', `${s.memory} MB, ${s.threads}`],
    ]),
  );
}
