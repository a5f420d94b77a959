#!/usr/bin/env -S node --jitless --max-semi-space-size=1 --v8-pool-size=0 --no-node-snapshot --expose-gc
/**
 * What `npx flotilla-agent` runs in a clone. npm links a program only if its file exists at installation, and the
 * bundle is built later; so the link leads here, and from here to the bundle.
 */
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/flotilla-agent.mjs', import.meta.url);
if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  console.error('flotilla-agent is not built yet: run `npm run build` or `npm start` first.');
  process.exitCode = 1;
}
