/**
 * The first script of every page: tells the browser where the API is, which is known only when the server runs, and
 * puts the chosen theme on the document before anything is painted.
 */
import { consoleConfig } from '../../config.ts';

export const dynamic = 'force-dynamic';

/** The script, made anew for each request; it is never cached, since a restart may have changed the address. */
export function GET(): Response {
  const config = JSON.stringify(consoleConfig()).replaceAll('<', '\\u003c');
  return new Response(`window.flotillaConfig = ${config};\n${themeScript}`, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' },
  });
}

const themeScript = `(function () {
  var choice = 'system';
  try { choice = localStorage.getItem('flotilla.theme') || 'system'; } catch (error) { void error; }
  var isLight = choice === 'light' || (choice === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
})();
`;
