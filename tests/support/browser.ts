import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

/** Quiet, and dialling nobody. Without its sandbox, since tests often run as root in a container and load only our own pages. */
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Where a Chromium usually is. KITH_TEST_BROWSER names another, or `packaged` for the one that comes with npm. */
const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser inside the npm package, unpacked, with the libraries and fonts that a bare machine lacks. */
async function packaged(): Promise<LaunchOptions> {
  // The package brings its libraries only where it believes itself in Amazon's containers, which lack them too.
  const before = { ...process.env };
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  try {
    const { default: chromiumPackage } = await import('@sparticuz/chromium');
    const executablePath = await chromiumPackage.executablePath();
    const env = { ...before, LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib'), FONTCONFIG_PATH: join(tmpdir(), 'fonts') };
    return { executablePath, args: [...flags, '--headless', '--no-zygote'], env };
  } finally {
    process.env = before;
  }
}

async function starts(options: LaunchOptions): Promise<boolean> {
  try {
    const browser = await chromium.launch(options);
    const page = await browser.newPage();
    await page.setContent('<p>ready</p>');
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

let found: Promise<LaunchOptions | null> | null = null;

/** How to start a browser that really starts on this machine; null when none does. */
export function findBrowser(): Promise<LaunchOptions | null> {
  found ??= look();
  return found;
}

async function look(): Promise<LaunchOptions | null> {
  const named = process.env.KITH_TEST_BROWSER;
  const paths = named === undefined ? [...usual, chromium.executablePath()] : named === 'packaged' ? [] : [named];
  for (const executablePath of paths.filter((path) => path !== '' && existsSync(path))) {
    const options = { executablePath, args: flags };
    if (await starts(options)) return options;
  }
  try {
    const options = await packaged();
    return (await starts(options)) ? options : null;
  } catch {
    return null;
  }
}

/** A browser for a test file. Throws a plain sentence where none can be started. */
export async function openBrowser(): Promise<Browser> {
  const options = await findBrowser();
  if (options === null) throw new Error('No browser could be started, so the journeys did not run: install Chromium, or run "npm ci" again.');
  return chromium.launch(options);
}
