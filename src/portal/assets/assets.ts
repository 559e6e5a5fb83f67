import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Area } from '../../kernel/index.ts';

/** Addresses of the assets a page names. Each carries a hash of its content, so it may be kept for ever. */
export interface AssetPaths {
  css: string;
  js: string;
  icon: string;
}

export interface Asset {
  path: string;
  type: string;
  etag: string;
  body: Buffer;
  /** Compressed once, off the main thread; pages asked for meanwhile are sent plain. */
  brotli: Buffer | null;
  gzip: Buffer | null;
}

export interface Assets {
  paths: AssetPaths;
  byPath: ReadonlyMap<string, Asset>;
  /** Resolves when every asset is compressed. */
  compressed: Promise<void>;
}

const require = createRequire(import.meta.url);
const nhsuk = (path: string): string => readFileSync(require.resolve(`nhsuk-frontend/dist/nhsuk/${path}`), 'utf8');
const own = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

const systemFonts = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif';

/**
 * nhsuk-frontend's stylesheet without what is not ours to send: the Frutiger faces, which it would fetch from
 * another host. Throws if any address of another host is left in it.
 */
export function withoutRemote(css: string): string {
  const local = css.replace(/@font-face\{[^}]*\}/g, '').replace(/Frutiger W01(,arial,sans-serif)?/g, systemFonts);
  const remote = /url\(\s*["']?(?:https?:)?\/\/[^)]*\)|@import/i.exec(local);
  if (remote !== null) throw new Error(`The stylesheet would fetch from another host: ${remote[0]}`);
  return local;
}

/** Reads and joins the assets of this version of Kith, for this area's colour. Nothing is fetched. */
export function loadAssets(area: Pick<Area, 'branding'>): Assets {
  const byPath = new Map<string, Asset>();
  const add = (name: string, extension: string, type: string, text: string): string => {
    const body = Buffer.from(text);
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
    const path = `/assets/${name}.${hash}.${extension}`;
    byPath.set(path, { path, type, etag: `"${hash}"`, body, brotli: null, gzip: null });
    return path;
  };
  const base = withoutRemote(nhsuk('nhsuk-frontend.min.css')).replace(/\/assets\/images\/([a-z-]+)\.svg/g, (_, name: string) =>
    add(name, 'svg', 'image/svg+xml', nhsuk(`assets/images/${name}.svg`)),
  );
  const colour = `:root{--app-brand:${area.branding.colour}}`;
  const sheets = ['portal.css', 'person.css', 'charts.css', 'cohort.css', 'radar.css', 'case.css', 'governance.css', 'pathway.css', 'print.css'].map(own).join('\n');
  const paths = {
    css: add('kith', 'css', 'text/css; charset=utf-8', `${base}\n${colour}\n${sheets}`),
    js: add('kith', 'js', 'text/javascript; charset=utf-8', `${own('portal.js')}\n${own('session.js')}\n${own('form.js')}\n${own('passkey.js')}`),
    icon: add('icon', 'svg', 'image/svg+xml', own('icon.svg').replace('currentColor', area.branding.colour)),
  };
  return { paths, byPath, compressed: compressAll(byPath) };
}

async function compressAll(assets: ReadonlyMap<string, Asset>): Promise<void> {
  const toBrotli = promisify(brotliCompress);
  const toGzip = promisify(gzip);
  for (const asset of assets.values()) {
    asset.gzip = await toGzip(asset.body, { level: 9 });
    asset.brotli = await toBrotli(asset.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: asset.body.length } });
  }
}
