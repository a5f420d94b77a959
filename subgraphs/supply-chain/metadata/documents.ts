/**
 * Update metadata as The Update Framework writes it: what may be installed (targets), which targets are the newest
 * (snapshot), that this was so lately (timestamp). Made and signed here; whoever updates checks it with a library of
 * their own. Whose word all that is, `roots.ts` says.
 */
import { createHash } from 'node:crypto';
import { MetaFile, Metadata, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { canonicalText } from '../naming/canonical.ts';
import { hexOf } from '../verification/digest.ts';
import type { MetadataRole, RoleKeys } from './keys/role-keys.ts';

/** An artifact that may be installed. */
export type Installable = {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly channel: string;
  /** Who vouches for it, in a form that a device can check with keys of its own. */
  readonly signatures: readonly { readonly payload: string; readonly signature: string; readonly keyId: string }[];
};

/** One version of one role, as it is published. */
export type Published = {
  readonly role: MetadataRole;
  readonly version: number;
  readonly content: string;
  /** RFC 3339. */
  readonly expiresAt: string;
};

/** What every document needs. */
export type Ground = { readonly keys: RoleKeys; readonly version: number; readonly expiresAt: string };

const dayMs = 86_400_000;

/** Days each role's word is good for. A device that hears no newer one stops believing the timestamp first. */
export const lifeDays: Readonly<Record<MetadataRole, number>> = { root: 365, targets: 90, snapshot: 14, timestamp: 2 };

/** When a word that is given now is over: to the second, as the specification has it. */
export function expiryOf(role: MetadataRole, now: string): string {
  const end = new Date(Date.parse(now) + lifeDays[role] * dayMs);
  return `${end.toISOString().slice(0, 19)}Z`;
}

/** Whether less than half of a word's life is left. */
export function isStale({ role, expiresAt }: Published, now: string): boolean {
  return Date.parse(expiresAt) - Date.parse(now) < (lifeDays[role] * dayMs) / 2;
}

/** What may be installed, by name and version. */
export function targetsOf(ground: Ground, installable: readonly Installable[]): Published {
  const { version, expiresAt } = ground;
  const targets = Object.fromEntries(
    installable.map(({ name, version: of, digest, size, mediaType, channel, signatures }) => {
      const path = `${name}/${of}`;
      const custom = { mediaType, channel, signatures: signatures.map((each) => ({ ...each })) };
      return [
        path,
        new TargetFile({ path, length: size, hashes: { sha256: hexOf(digest) }, unrecognizedFields: { custom } }),
      ];
    }),
  );
  return published(
    'targets',
    ground,
    new Metadata(new Targets({ version, specVersion: '1.0.31', expires: expiresAt, targets })),
  );
}

/** Which targets are the newest. */
export function snapshotOf(ground: Ground, targets: Published): Published {
  const { version, expiresAt } = ground;
  const meta = { 'targets.json': fileOf(targets) };
  return published(
    'snapshot',
    ground,
    new Metadata(new Snapshot({ version, specVersion: '1.0.31', expires: expiresAt, meta })),
  );
}

/** Which snapshot is the newest, lately. */
export function timestampOf(ground: Ground, snapshot: Published): Published {
  const { version, expiresAt } = ground;
  const snapshotMeta = fileOf(snapshot);
  return published(
    'timestamp',
    ground,
    new Metadata(new Timestamp({ version, specVersion: '1.0.31', expires: expiresAt, snapshotMeta })),
  );
}

/** Whether published targets say just this, whatever their version. */
export function says(
  targets: Published,
  installable: readonly Installable[],
  ground: Omit<Ground, 'version'>,
): boolean {
  return (
    canonicalText(targetsIn(targets)) === canonicalText(targetsIn(targetsOf({ ...ground, version: 1 }, installable)))
  );
}

function targetsIn({ content }: Published): unknown {
  return (JSON.parse(content) as { signed: { targets: unknown } }).signed.targets;
}

function fileOf({ version, content }: Published): MetaFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return new MetaFile({ version, length: Buffer.byteLength(content), hashes: { sha256 } });
}

function published<Signed extends Targets | Snapshot | Timestamp>(
  role: Exclude<MetadataRole, 'root'>,
  { keys, version, expiresAt }: Ground,
  metadata: Metadata<Signed>,
): Published {
  const key = keys[role];
  metadata.sign((data) => new Signature({ keyID: key.keyId, sig: key.sign(data).toString('hex') }));
  return { role, version, content: JSON.stringify(metadata.toJSON()), expiresAt };
}
