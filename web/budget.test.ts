import { expect, it } from 'vitest';
import { routeOf, scriptsOf } from './budget.ts';

it('counts every script a page loads at first, once', () => {
  const entries = { layout: ['a.js'], page: ['a.js', 'b.js'] };
  const client = `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};\nglobalThis.__RSC_MANIFEST["/x/page"] = ${JSON.stringify({ entryJSFiles: entries })};\n`;
  expect(scriptsOf(client, JSON.stringify({ rootMainFiles: ['main.js'] }))).toEqual(['main.js', 'a.js', 'b.js']);
});

it('names pages by their address', () => {
  expect(['(console)/', '(console)/devices/[id]/', 'status/'].map(routeOf)).toEqual(['/', '/devices/[id]', '/status']);
});
