/**
 * Which Chromium the journeys drive. Playwright's own download does not work on every machine, so a system browser
 * comes first and the one that npm installed comes last; that one is unpacked once, into the cache.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { plainEnvironment, wantedBrowser } from './config.ts';

/** A browser and what its environment must have besides what every program's has. */
export type BrowserProgram = { readonly executablePath: string; readonly env: Record<string, string> };

/** Flags every browser gets: no sandbox, because the tests may run as root; nothing that phones home. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
];

const systemBrowsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** Finds the browser. Throws one sentence when there is none. */
export function findBrowser(): BrowserProgram {
  const found = [wantedBrowser, ...systemBrowsers].find((path) => path !== undefined && existsSync(path));
  if (wantedBrowser !== undefined && found !== wantedBrowser) {
    throw new Error(`CHROMIUM_PATH names ${wantedBrowser}, which does not exist`);
  }
  return found === undefined ? unpackedBrowser() : { executablePath: found, env: {} };
}

/** The browser of the npm package, unpacked where a later run finds it. */
function unpackedBrowser(): BrowserProgram {
  const resolve = createRequire(import.meta.url).resolve;
  const home = dirname(dirname(resolve('@sparticuz/chromium')));
  const cache = join(dirname(dirname(home)), '.cache', 'flotilla');
  const unpacked = join(cache, 'chromium');
  if (!existsSync(join(unpacked, 'chromium'))) {
    mkdirSync(cache, { recursive: true });
    const partial = mkdtempSync(join(cache, 'chromium-'));
    const program = `import(${JSON.stringify(resolve('@sparticuz/chromium'))}).then(async (chromium) => {
      await chromium.inflate(${JSON.stringify(join(home, 'bin', 'al2023.tar.br'))});
      await chromium.default.executablePath();
    })`;
    execFileSync(process.execPath, ['--eval', program], { env: { ...plainEnvironment(), TMPDIR: partial } });
    // Whoever unpacks first wins; a half-written browser never has the final name.
    if (!existsSync(unpacked)) renameSync(partial, unpacked);
    else rmSync(partial, { recursive: true, force: true });
  }
  const libraries = { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib') };
  const fonts = hasFonts() ? {} : { FONTCONFIG_PATH: join(unpacked, 'fonts') };
  return { executablePath: join(unpacked, 'chromium'), env: { ...libraries, ...fonts } };
}

function hasFonts(): boolean {
  return (
    existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts') && readdirSync('/usr/share/fonts').length > 0
  );
}
