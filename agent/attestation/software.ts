/**
 * What runs on this device: what its updater brought, and the system below by its name. Of a program that the last update
 * brought, the file itself is measured; of what was unpacked, the digest of the archive is told that was verified then.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { intentIn, packingOf } from '../updater/believing/intent.ts';
import { VersionStore, type VersionAbout } from '../updater/executors/version-store.ts';
import { bookPath, fileStore, UpdateBook } from '../updater/update-book.ts';
import type { Update } from '../updater/update.ts';
import type { FileDigests } from './file-digest.ts';

/** Something that runs. */
export type Software = {
  readonly name: string;
  readonly version: string;
  /** Null where only its name is known. */
  readonly digest: string | null;
  readonly source: 'updater' | 'os-release' | 'kernel';
};

const charsMax = 200;

/** Everything, by source and name. */
export async function readSoftware(stateDir: string, digests: FileDigests, root = ''): Promise<Software[]> {
  return [...(await brought(stateDir, digests)), ...system(root)];
}

/** Whether an update is being applied, or its end is not known to the control plane: what runs is not settled then. */
export function isUpdating(stateDir: string): boolean {
  const update = lastUpdate(stateDir);
  if (!update) return false;
  if (update.at === 'STAGED/ASKED' || update.at.startsWith('APPLYING')) return true;
  const isOver = update.at === 'HEALTHY' || update.at === 'ROLLED_BACK' || update.at === 'ABORTED';
  return isOver && !update.isReported;
}

async function brought(stateDir: string, digests: FileDigests): Promise<Software[]> {
  const update = lastUpdate(stateDir);
  const found: Software[] = [];
  for (const kind of ['services', 'units']) {
    const directory = join(stateDir, 'updater', kind);
    for (const name of entries(directory)) {
      const store = new VersionStore(join(directory, name));
      const about = currentOf(store);
      if (!about) continue;
      const digest = await digestOf(store, about, { update, digests });
      found.push({ name, version: about.version.slice(0, charsMax), digest, source: 'updater' });
    }
  }
  return [...found, ...containers(join(stateDir, 'updater', 'containers'))];
}

async function digestOf(
  store: VersionStore,
  about: VersionAbout,
  { update, digests }: { readonly update: Update | null; readonly digests: FileDigests },
): Promise<string> {
  if (!update || update.target.digest !== about.digest || !isProgram(update)) return about.digest;
  const measured = await digests.of(join(store.pathOf(about), about.entry));
  return measured === null ? about.digest : `sha256:${measured}`;
}

function isProgram({ intent }: Update): boolean {
  try {
    return packingOf(intentIn(intent).artifact.mediaType) === 'PROGRAM';
  } catch {
    return false;
  }
}

function containers(directory: string): Software[] {
  return entries(directory).flatMap((file): Software[] => {
    if (!file.endsWith('.json')) return [];
    try {
      type Kept = { current: string | null; versions: Record<string, { version: string }> };
      const { current, versions } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Kept;
      const version = current === null ? undefined : versions[current]?.version;
      if (current === null || version === undefined) return [];
      return [{ name: file.slice(0, -'.json'.length), version, digest: current, source: 'updater' }];
    } catch {
      return [];
    }
  });
}

function system(root: string): Software[] {
  const release = text(join(root, '/etc/os-release'));
  const name = fieldIn(release, 'ID') ?? fieldIn(release, 'NAME');
  const version = fieldIn(release, 'VERSION_ID') ?? fieldIn(release, 'VERSION_CODENAME');
  const kernel = text(join(root, '/proc/sys/kernel/osrelease')).trim();
  return [
    ...(name === null ? [] : [{ name, version: version ?? '', digest: null, source: 'os-release' as const }]),
    ...(kernel === '' ? [] : [{ name: 'linux', version: kernel, digest: null, source: 'kernel' as const }]),
  ];
}

function lastUpdate(stateDir: string): Update | null {
  try {
    return new UpdateBook(fileStore(bookPath(stateDir))).update;
  } catch {
    return null;
  }
}

function currentOf(store: VersionStore): VersionAbout | null {
  try {
    return store.current();
  } catch {
    return null;
  }
}

function fieldIn(release: string, field: string): string | null {
  return new RegExp(`^${field}=["']?([^"'\\n]+)["']?$`, 'm').exec(release)?.[1]?.slice(0, charsMax) ?? null;
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path).toSorted();
  } catch {
    return [];
  }
}
