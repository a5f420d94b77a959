/** `npm run schema`: writes the contract; with `--check` it only says what would change and exits with 1 if anything. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deriveContract } from './contract.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const contract = deriveContract(join(folder, '..', 'agent', 'documents'));
const isCheck = process.argv.includes('--check');
const changed = Object.entries(contract).filter(([name, text]) => {
  const path = join(folder, name);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});
for (const [name, text] of changed) if (!isCheck) writeFileSync(join(folder, name), text);
const words = isCheck ? 'differs from the code; run npm run schema' : 'written';
process.stdout.write(
  changed.map(([name]) => `schema/${name} ${words}\n`).join('') || 'schema/ is what the code says\n',
);
if (isCheck && changed.length > 0) process.exitCode = 1;
