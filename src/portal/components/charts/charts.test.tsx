import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { BarChart, LineChart, Sparkline } from './index.ts';
import { niceTicks, scaleOf } from './scale.ts';

const hour = 3_600_000;

test('ticks are round and hold every value', () => {
  expect(niceTicks(3.2, 19.7)).toEqual([0, 5, 10, 15, 20]);
  expect(niceTicks(0, 3, 3)).toEqual([0, 1, 2, 3]);
  expect(niceTicks(-4, 21)).toEqual([-5, 0, 5, 10, 15, 20, 25]);
  expect(niceTicks(7, 7).length).toBeGreaterThan(1);
  const y = scaleOf([0, 10], 100, 0);
  expect([y(0), y(5), y(10)]).toEqual([100, 50, 0]);
});

test('a line breaks where nothing is known, and its table says so', () => {
  const html = renderToString(
    <LineChart
      id="t"
      title="Living room"
      desc="Falls from 19 to 12."
      unit="°C"
      from={0}
      to={4 * hour}
      lines={[{ name: 'Living room', style: 1, points: [{ at: 0, value: 19 }, { at: hour, value: 18.04 }, { at: 2 * hour, value: null }, { at: 3 * hour, value: 13 }, { at: 4 * hour, value: 12 }] }]}
      bands={[{ from: 9, to: 16, label: 'Below 16', tone: 'bad' }]}
      events={[{ at: 3 * hour, to: null, label: 'Heating off' }]}
      unknown={[{ from: 2 * hour, to: 3 * hour, label: 'Silent' }]}
      showAt={(at) => `h${at / hour}`}
      showTick={(at) => `${at / hour}`}
    />,
  );
  expect(html.match(/<path class="app-chart__line app-chart__line--1" d="M\d/g)).toHaveLength(3);
  expect(html).toContain('<title id="t-title">Living room</title>');
  expect(html).toContain('aria-labelledby="t-title t-desc"');
  expect(html).toMatch(/h2<\/th><td[^>]*>Not known/);
  expect(html).toMatch(/h1<\/th><td[^>]*>18\.0</);
  expect(html).not.toMatch(/ style="/);
});

test('a bar that is not known is a gap and not nothing; what stands out is named in the table', () => {
  const html = renderToString(<BarChart id="b" title="Nights" desc="" unit="times" each="Night" usual={{ low: 1, middle: 2, high: 3 }} bars={[{ label: '1 Nov', value: 2 }, { label: '2 Nov', value: null }, { label: '3 Nov', value: 6, marked: true }]} />);
  expect(html).toContain('app-chart__unknown');
  expect(html.match(/class="app-chart__bar/g)).toHaveLength(2);
  expect(html).toMatch(/2 Nov<\/th><td[^>]*>Not known/);
  expect(html).toMatch(/3 Nov<\/th><td[^>]*>6<\/td><td[^>]*>Yes/);
});

test('what a caller writes is escaped, and nothing at all is drawn without failing', () => {
  expect(renderToString(<Sparkline label={'<b>"x"</b>'} values={[1, null, 3]} />)).toContain('&lt;b>&quot;x&quot;&lt;/b>: 1, not known, 3');
  expect(renderToString(<Sparkline label="none" values={[]} />)).toContain('no figures');
  expect(renderToString(<BarChart id="e" title="None" desc="" unit="n" each="Day" bars={[]} />)).not.toContain('NaN');
  expect(renderToString(<LineChart id="e2" title="None" desc="" unit="n" from={0} to={0} lines={[]} showAt={String} showTick={String} />)).not.toContain('NaN');
});
