/** Text made safe to stand in HTML, in an element or an attribute. */
export const escape = (value: string | number): string =>
  String(value)
    .slice(0, 300)
    // Control and direction characters would let a value rearrange the page around it.
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export const count = (n: number): string => n.toLocaleString('en-GB');

/** What is wider than the page scrolls by itself, by keyboard too. */
const wide = (name: string, inner: string): string => `<div class="wide" role="region" tabindex="0" aria-label="${escape(name)}">${inner}</div>`;

/** A table; cells are escaped, and numbers stand to the right. `rows` of a table with row headings begin with theirs. */
export function table(name: string, headings: readonly string[], rows: readonly (readonly (string | number)[])[], options: { rowHeadings?: boolean } = {}): string {
  const cell = (value: string | number, i: number): string =>
    typeof value === 'number' ? `<td class="n">${count(value)}</td>` : i === 0 && options.rowHeadings === true ? `<th scope="row">${escape(value)}</th>` : `<td>${escape(value)}</td>`;
  const numbers = (i: number): string => (rows.length > 0 && typeof rows[0]![i] === 'number' ? ' class="n"' : '');
  const heads = headings.map((h, i) => (h === '' ? '<td></td>' : `<th scope="col"${numbers(i)}>${escape(h)}</th>`)).join('');
  return wide(name, `<table><thead><tr>${heads}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table>`);
}

/** A part of the page with a heading that the list at the top leads to. */
export const section = (title: string, ...parts: string[]): string => `<section><h2 id="${anchor(title)}">${escape(title)}</h2>${parts.join('\n')}</section>`;
const anchor = (title: string): string => title.toLowerCase().replace(/[^a-z]+/g, '-');

/** Links to the parts of a page. */
export function contents(body: string): string {
  const found = [...body.matchAll(/<h2 id="([a-z-]+)">([^<]+)<\/h2>/g)].map(([, id, title]) => `<li><a href="#${id}">${title}</a></li>`);
  return `<nav aria-label="On this page"><ul>${found.join('')}</ul></nav>`;
}

export interface Bar {
  label: string;
  value: number;
  /** Beside the bar. */
  note: string;
}

/**
 * Bars from a middle line: to the right for, to the left against.
 * @param upTo value that a whole bar stands for, so that several drawings are to one scale
 */
/** A row's height; where bars begin; how wide they may be; the whole. */
const [row, left, width, across] = [22, 380, 330, 940];

export function bars(title: string, items: readonly Bar[], unit: string, upTo = 0): string {
  const most = Math.max(1, upTo, ...items.map((b) => Math.abs(b.value)));
  const under = items.some((b) => b.value < 0);
  const zero = under ? left + width / 2 : left;
  const scale = (under ? width / 2 : width) / most;
  const height = items.length * row + 8;
  const lines = items.map((b, i) => {
    const y = i * row + 4;
    const size = Math.max(1, Math.abs(b.value) * scale);
    return `<text x="${left - 8}" y="${y + 14}" text-anchor="end">${escape(b.label.slice(0, 60))}</text><rect class="${b.value < 0 ? 'against' : 'for'}" x="${(b.value < 0 ? zero - size : zero).toFixed(1)}" y="${y + 2}" width="${size.toFixed(1)}" height="16"/><text class="v" x="${left + width + 8}" y="${y + 14}">${escape(b.note)}</text>`;
  });
  const line = `<line x1="${zero}" y1="0" x2="${zero}" y2="${height}"/>`;
  return figure(title, unit === '' ? title : `${title} (${unit})`, height, line + lines.join(''), items.map((b) => `${b.label}: ${b.note}`));
}

/** Bars that start where the last one ended: how a pair's weight adds up. */
export function waterfall(title: string, items: readonly Bar[]): string {
  let at = 0;
  const spans = items.map((b) => {
    const from = at;
    at += b.value;
    return { ...b, from, to: at };
  });
  const all = [...spans, { label: 'Weight of the pair', value: at, note: `${at.toFixed(1)} bits`, from: 0, to: at }];
  const [low, high] = [Math.min(0, ...all.map((s) => Math.min(s.from, s.to))), Math.max(0, ...all.map((s) => Math.max(s.from, s.to)))];
  const x = (value: number): number => left + ((value - low) / Math.max(1e-9, high - low)) * width;
  const height = all.length * row + 8;
  const lines = all.map((s, i) => {
    const y = i * row + 4;
    const kind = i === all.length - 1 ? 'total' : s.value < 0 ? 'against' : 'for';
    return `<text x="${left - 8}" y="${y + 14}" text-anchor="end">${escape(s.label.slice(0, 60))}</text><rect class="${kind}" x="${Math.min(x(s.from), x(s.to)).toFixed(1)}" y="${y + 2}" width="${Math.max(1, Math.abs(x(s.to) - x(s.from))).toFixed(1)}" height="16"/><text class="v" x="${left + width + 8}" y="${y + 14}">${escape(s.note)}</text>`;
  });
  const line = `<line x1="${x(0).toFixed(1)}" y1="0" x2="${x(0).toFixed(1)}" y2="${height}"/>`;
  return figure(title, title, height, line + lines.join(''), all.map((s) => `${s.label}: ${s.note}`));
}

/** A drawing with what it says in words, for who cannot see it. */
const figure = (name: string, caption: string, height: number, drawing: string, words: readonly string[]): string =>
  `<figure><figcaption>${escape(caption)}</figcaption>${wide(name, `<svg role="img" aria-label="${escape(name)}. ${words.map(escape).join('; ')}" viewBox="0 0 ${across} ${height}" width="${across}" height="${height}">${drawing}</svg>`)}</figure>`;

const style = `:root{color-scheme:light}*{box-sizing:border-box}body{overflow-wrap:anywhere;font:16px/1.5 system-ui,Arial,sans-serif;color:#212b32;background:#fff;max-width:60rem;margin:0 auto;padding:1rem 1.5rem 4rem}
h1{font-size:2rem}h2{font-size:1.4rem;margin-top:2.5rem}table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;padding:.35rem .8rem .35rem 0;border-bottom:1px solid #d8dde0;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}th[scope=row]{font-weight:400;color:#425563}
.wide{overflow-x:auto;overflow-wrap:normal}.wide:focus-visible{outline:3px solid #ffeb3b;box-shadow:inset 0 0 0 4px #212b32}figure{margin:1.2rem 0}nav ul{columns:2;padding-left:1.2rem}a{color:#005eb8}figcaption{font-weight:600}svg{max-width:100%;min-width:640px;height:auto;font:13px system-ui,Arial,sans-serif}svg text{fill:#212b32}rect.for{fill:#005eb8}rect.against{fill:#b8500c}rect.total{fill:#425563}line{stroke:#768692}dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1.5rem}dt{font-weight:600}dd{margin:0}.note{color:#425563}
@media (max-width:40rem){body{padding:.5rem .75rem 3rem}dl{display:block}dd{margin:0 0 .6rem}nav ul{columns:1}}@media print{figure,tr{break-inside:avoid}nav{display:none}.wide{overflow:visible}svg{min-width:0}}`;

/** A whole page that needs nothing but itself: the policy in it forbids scripts and anything from elsewhere. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title><style>${style}</style></head><body><main><h1>${escape(title)}</h1>
${body}
</main></body></html>
`;
