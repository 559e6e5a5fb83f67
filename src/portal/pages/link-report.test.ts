import { readArea } from '../../kernel/index.ts';
import { expect, test } from 'vitest';
import { linkReport } from '../../../tests/support/link-report.ts';
import { fixtureServices } from '../../../tests/support/portal-services.ts';
import { buildPortal } from '../index.ts';
import { paths } from '../paths.ts';
import { linkReportDocument } from './link-report.tsx';

const { area } = readArea('areas/demo');
const props = { report: linkReport, feeds: [{ feed: 'gp-patients', title: 'GP patients' }], today: '2026-11-20' };
const text = (html: string): string => html.replace(/<style>[^]*?<\/style>|<span[^>]* aria-hidden[^>]*>[^]*?<\/span>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('numbers small enough to be somebody are not counted out', () => {
  const said = text(linkReportDocument(area!, props));
  expect(said).toContain('GP patients 4,120 80% over 99%');
  expect(said).toContain('housing-tenancies 2,004 75% under 1%');
  expect(said).toContain('police-incidents fewer than 10 too few to say too few to say');
  expect(said).toContain('10 or more fewer than 10');
  expect(said).toContain('Merged into another fewer than 10');
  expect(said).toContain('Held apart fewer than 10');
  expect(said).not.toContain('Bangladeshi');
  expect(said).toContain('Groups of fewer than 10 are not shown.');
});

test('precision comes with its interval, and what is not known says so', () => {
  const said = text(linkReportDocument(area!, props));
  expect(said).toContain('100.0% (95% interval 94.0% to 100.0%)');
  expect(said).toContain('Pairs of one person that are joined Not yet known');
  expect(text(linkReportDocument(area!, { ...props, report: { ...linkReport, labelled: null, recall: null } }))).toContain('precision of these links is not known');
});

test('the file needs nothing else, and what a feed says stays text', () => {
  const html = linkReportDocument(area!, { ...props, feeds: [{ feed: 'gp-patients', title: '<script>alert(1)</script>' }] });
  expect(html).not.toMatch(/<script|<link|src=|url\(["']?https?:/);
  expect(html).toContain('&lt;script');
});

test('only a team that may sees the page, and only it is led there', async () => {
  for (const allowed of [true, false]) {
    const app = await buildPortal(fixtureServices({ may: (action) => action !== 'link-report' || allowed }));
    expect((await app.inject(paths.linkReport)).statusCode).toBe(allowed ? 200 : 403);
    expect((await app.inject(paths.home)).body.includes(`href="${paths.linkReport}"`)).toBe(allowed);
    await app.close();
  }
});
