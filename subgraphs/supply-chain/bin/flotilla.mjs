#!/usr/bin/env node
/**
 * What `npx flotilla` runs in a clone. npm links a program only if its file exists at installation, and the program is
 * compiled later; so the link leads here, and from here to it.
 */
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('flotilla is not built yet: run `npm run build` or `npm start` first.');
  process.exitCode = 1;
}
