import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16));
    if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)));
    return named[entity] ?? whole;
  });

/** One token a line, attributes sorted, spaces that show nowhere left out: two spellings of one document come out the same. */
export function normaliseHtml(html: string): string {
  const tokens = html.match(/<!--[\s\S]*?-->|<\/?[a-z][^\s/>]*(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+/gi) ?? [];
  return tokens
    .flatMap((token) => {
      if (token.startsWith('<!--')) return [];
      if (!token.startsWith('<')) return [decode(token).replace(/\s+/g, ' ').trim()];
      if (token.startsWith('</')) return [token.toLowerCase()];
      const name = /^<([^\s/>]+)/.exec(token)?.[1] ?? '';
      const attributes = [...token.slice(name.length + 1).matchAll(/([^\s=/>"']+)(?:=(?:"([^"]*)"|'([^']*)'))?/g)].map(([, key = '', a, b]) => {
        const value = decode(a ?? b ?? '').replace(/\s+/g, ' ').trim();
        return value === '' || value === key ? key : `${key}="${value}"`;
      });
      const open = `<${[name, ...attributes.sort()].join(' ')}>`;
      return token.endsWith('/>') && name !== 'input' && name !== 'br' ? [open, `</${name}>`] : [open];
    })
    .filter((token) => token !== '')
    .join('\n');
}

export interface NhsukFixture {
  name: string;
  context: Record<string, unknown>;
  html: string;
}

/** What nhsuk-frontend itself says a component's HTML is, for given parameters. */
export function nhsukFixtures(component: string): NhsukFixture[] {
  const file = createRequire(import.meta.url).resolve(`nhsuk-frontend/dist/nhsuk/components/${component}/fixtures.json`);
  if (!existsSync(file)) throw new Error(`nhsuk-frontend has no fixtures for ${component}`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { fixtures: NhsukFixture[] }).fixtures;
}
