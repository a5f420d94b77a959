/**
 * The succession of roots of a tenant's update metadata. A root counts only when it carries enough signatures of the root
 * before it and enough of its own, which is what every device asks for; so nobody who holds the control plane alone can
 * say whose word counts, once other keys are needed as well. Pure: signatures are checked before they come.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { checkedName, checkedReason } from '../naming/words.ts';
import type { MetadataRootEvent, MetadataRootProposed, RootSignature, RootTerms } from './events.ts';

const keysMax = 16;
const openDays = 30;

/** A root that waits for signatures. */
export type OpenRoot = {
  readonly proposalId: string;
  readonly version: number;
  readonly before: RootTerms;
  readonly after: RootTerms;
  readonly openUntil: string;
  readonly signedBy: readonly string[];
};

/** The succession as its stream tells it. */
export type MetadataRootState = { readonly open: OpenRoot | null };

/** Say whose word is to count next. */
export type ProposeMetadataRoot = {
  readonly type: 'ProposeMetadataRoot';
  /** Of keys that are held here. */
  readonly signatures: readonly RootSignature[];
  readonly now: string;
} & Omit<MetadataRootProposed['data'], 'openUntil'>;

/** Sign it, with a signature that was checked. */
export type SignMetadataRoot = {
  readonly type: 'SignMetadataRoot';
  readonly version: number;
  readonly now: string;
} & RootSignature;

/** Let it be. */
export type DiscardMetadataRoot = {
  readonly type: 'DiscardMetadataRoot';
  readonly version: number;
  readonly reason: string;
};

/** Every command of the succession. */
export type MetadataRootCommand = ProposeMetadataRoot | SignMetadataRoot | DiscardMetadataRoot;

/** The decider of the stream `metadata_root-<tenantId>`. */
export const metadataRoot: Decider<MetadataRootState, MetadataRootCommand, MetadataRootEvent> & { category: string } = {
  category: 'metadata_root',
  initialState: { open: null },
  decide(command, state) {
    switch (command.type) {
      case 'ProposeMetadataRoot':
        return propose(command, state);
      case 'SignMetadataRoot':
        return sign(command, standing(command, state, command.now));
      case 'DiscardMetadataRoot': {
        const { proposalId, version } = standing(command, state);
        const reason = checkedReason(command.reason);
        return [{ type: 'MetadataRootDiscarded', data: { proposalId, version, reason } }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'MetadataRootProposed': {
        const { proposalId, version, keys, threshold, previous, openUntil } = event.data;
        const after = { keyIds: keys.map(({ keyId }) => keyId), threshold };
        return { open: { proposalId, version, before: previous, after, openUntil, signedBy: [] } };
      }
      case 'MetadataRootSigned': {
        const { open } = state;
        return open ? { open: { ...open, signedBy: [...open.signedBy, event.data.keyId] } } : state;
      }
      case 'MetadataRootPublished':
      case 'MetadataRootDiscarded':
        return { open: null };
    }
  },
};

/** How many signatures of these terms still lack. */
export function missing({ keyIds, threshold }: RootTerms, signedBy: readonly string[]): number {
  return Math.max(0, threshold - new Set(keyIds.filter((keyId) => signedBy.includes(keyId))).size);
}

function propose(command: ProposeMetadataRoot, state: MetadataRootState): MetadataRootEvent[] {
  const { type: _, signatures, now, ...data } = command;
  const { keys, threshold, proposalId, version } = data;
  if (state.open && Date.parse(now) < Date.parse(state.open.openUntil)) {
    const words = `Root ${state.open.version} waits for signatures already. Sign it, or discard it first.`;
    throw new Refusal('CONFLICT', words, { version: state.open.version });
  }
  if (keys.length < 1 || keys.length > keysMax) throw wrong('keys', `A root has 1 to ${keysMax} keys.`);
  for (const { name } of keys) checkedName(name);
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length)
    throw wrong('keys', 'One of the keys is there twice.');
  if (new Set(keys.map(({ name }) => name)).size < keys.length) throw wrong('keys', 'Two keys have the same name.');
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > keys.length) {
    throw wrong('threshold', `1 to ${keys.length} of these keys can be asked for; threshold is ${threshold}.`);
  }
  const openUntil = new Date(Date.parse(now) + openDays * 86_400_000).toISOString();
  const proposed: MetadataRootProposed = { type: 'MetadataRootProposed', data: { ...data, openUntil } };
  let open = metadataRoot.evolve(state, proposed).open as OpenRoot;
  const events: MetadataRootEvent[] = [proposed];
  for (const { keyId, signature } of signatures) {
    const signed: MetadataRootEvent = { type: 'MetadataRootSigned', data: { proposalId, version, keyId, signature } };
    events.push(signed);
    open = { ...open, signedBy: [...open.signedBy, keyId] };
  }
  return [...events, ...publishedIfEnough(open)];
}

function sign({ keyId, signature }: SignMetadataRoot, open: OpenRoot): MetadataRootEvent[] {
  const { proposalId, version, before, after, signedBy } = open;
  if (!before.keyIds.includes(keyId) && !after.keyIds.includes(keyId)) {
    const words = 'This key is neither of the root that counts nor of the one that is proposed.';
    throw new Refusal('INVALID_INPUT', `${words} Sign with one of theirs.`, { element: 'keyId', keyId });
  }
  if (signedBy.includes(keyId)) return [];
  const signed: MetadataRootEvent = { type: 'MetadataRootSigned', data: { proposalId, version, keyId, signature } };
  return [signed, ...publishedIfEnough({ ...open, signedBy: [...signedBy, keyId] })];
}

function publishedIfEnough({ proposalId, version, before, after, signedBy }: OpenRoot): MetadataRootEvent[] {
  if (missing(before, signedBy) > 0 || missing(after, signedBy) > 0) return [];
  return [{ type: 'MetadataRootPublished', data: { proposalId, version } }];
}

function standing({ version }: { readonly version: number }, { open }: MetadataRootState, now?: string): OpenRoot {
  if (open?.version !== version) {
    const words = `Root ${version} does not wait for anything${open ? `; root ${open.version} does` : ''}.`;
    throw new Refusal('CONFLICT', words, { version });
  }
  if (now !== undefined && Date.parse(now) >= Date.parse(open.openUntil)) {
    throw new Refusal('CONFLICT', `Root ${version} waited too long, until ${open.openUntil}. Propose it again.`, {
      version,
    });
  }
  return open;
}

function wrong(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
