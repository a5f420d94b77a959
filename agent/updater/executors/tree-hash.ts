/** One hash of all that would be started: every path, what may be executed, and the bytes. Links have no place in it. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileBytesSync, openPlain } from '../fetching/place.ts';
import { Unverified } from '../refusal.ts';

/** Hashes a directory. Throws Unverified (SYMLINK) at whatever is neither file nor directory. */
export function treeHash(directory: string): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    const folder = join(directory, path);
    for (const name of readdirSync(folder).sort()) {
      const facts = lstatSync(join(folder, name));
      const own = path === '' ? name : `${path}/${name}`;
      if (facts.isDirectory()) {
        hash.update(`d ${own}\n`);
        visit(own);
      } else if (facts.isFile()) hash.update(`f ${own}\n${facts.mode & 0o111 ? 'x' : '-'} ${fileHash(folder, name)}\n`);
      else throw new Unverified('SYMLINK', `${own} is neither file nor directory.`);
    }
  };
  visit('');
  return `sha256:${hash.digest('hex')}`;
}

function fileHash(folder: string, name: string): string {
  const hash = createHash('sha256');
  const { descriptor } = openPlain(folder, name);
  try {
    for (const piece of fileBytesSync(descriptor, 0)) hash.update(piece);
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}
