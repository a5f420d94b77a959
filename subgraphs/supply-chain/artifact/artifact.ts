/**
 * The life of an artifact: registered, uploaded, judged, promoted channel by channel, withdrawn. Only what is verified
 * can be in a channel, and a verdict against it takes it out of all of them at once. Pure: verdicts come in the command.
 */
import type { Decider } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import { canonicalText } from '../naming/canonical.ts';
import { checkedName, checkedReason, checkedVersion } from '../naming/words.ts';
import { isDigest } from '../verification/digest.ts';
import { artifactMediaTypes, isArtifactMediaType, type EvidenceKind } from '../verification/media-types.ts';
import type { Reason } from '../verification/reason.ts';
import type { ArtifactEvent, ArtifactRegistered, ArtifactRejected, ArtifactVerified, Channel } from './events.ts';

/** The channels in the order an artifact takes them. */
export const channels: readonly Channel[] = ['dev', 'canary', 'prod'];

/** Where an artifact is in its life. */
export type ArtifactStage = 'ABSENT' | 'REGISTERED' | 'UPLOADED' | 'VERIFIED' | 'REJECTED' | 'WITHDRAWN';

/** One piece of evidence as the stream tells it. */
export type AttachedEvidence = { readonly evidenceId: string; readonly digest: string; readonly mediaType: string };

/** An artifact as its stream tells it. */
export type ArtifactState = {
  readonly stage: ArtifactStage;
  readonly identity: Pick<ArtifactRegistered['data'], 'name' | 'version' | 'mediaType' | 'digest' | 'size'> | null;
  readonly isUploaded: boolean;
  readonly channel: Channel | null;
  readonly evidence: readonly AttachedEvidence[];
  /** The last verdict as text, so that the same one is not recorded twice. */
  readonly verdict: string;
};

/** Say that there will be bytes. */
export type RegisterArtifact = {
  readonly type: 'RegisterArtifact';
  readonly sizeMax: number;
} & ArtifactRegistered['data'];

/** The store has all bytes, and they have the digest. */
export type RecordUpload = { readonly type: 'RecordUpload'; readonly artifactId: string };

/** Say something about the artifact. */
export type AttachEvidence = {
  readonly type: 'AttachEvidence';
  readonly artifactId: string;
  readonly evidenceId: string;
  readonly mediaType: string;
  readonly kind: EvidenceKind;
  readonly digest: string;
  readonly size: number;
};

/** What came of looking at bytes and evidence. `judged` is the evidence that was looked at. */
export type RecordVerdict = {
  readonly type: 'RecordVerdict';
  readonly artifactId: string;
  readonly judged: readonly string[];
  readonly verdict:
    | ({ readonly is: 'VERIFIED' } & Omit<ArtifactVerified['data'], 'artifactId'>)
    | ({ readonly is: 'REJECTED' } & Omit<ArtifactRejected['data'], 'artifactId'>);
};

/** Let it be used in a channel. */
export type PromoteArtifact = {
  readonly type: 'PromoteArtifact';
  readonly artifactId: string;
  readonly channel: Channel;
};

/** Let nobody begin to use it any more. */
export type WithdrawArtifact = {
  readonly type: 'WithdrawArtifact';
  readonly artifactId: string;
  readonly reason: string;
};

/** Let whoever holds a token pull the bytes for some minutes. */
export type IssuePullToken = {
  readonly type: 'IssuePullToken';
  readonly artifactId: string;
  readonly tokenId: string;
  readonly ttlMinutes: number;
  /** RFC 3339. */
  readonly now: string;
};

/** The store has thrown the bytes away. */
export type NoteBytesRemoved = { readonly type: 'NoteBytesRemoved'; readonly artifactId: string };

/** Every command of an artifact. */
export type ArtifactCommand =
  | RegisterArtifact
  | RecordUpload
  | AttachEvidence
  | RecordVerdict
  | PromoteArtifact
  | WithdrawArtifact
  | IssuePullToken
  | NoteBytesRemoved;

const pullTokenMaxMinutes = 60;
const evidenceMax = 64;
const mirrorsMax = 8;
const retentionMaxDays = 3_650;

/** The decider of the stream `artifact-<id>`. */
export const artifact: Decider<ArtifactState, ArtifactCommand, ArtifactEvent> & { category: string } = {
  category: 'artifact',
  initialState: { stage: 'ABSENT', identity: null, isUploaded: false, channel: null, evidence: [], verdict: '' },
  decide(command, state) {
    if (command.type === 'RegisterArtifact') return register(command, state);
    if (command.type === 'NoteBytesRemoved') return noteRemoved(command, state);
    assertUsable(command.artifactId, state);
    switch (command.type) {
      case 'RecordUpload': {
        const { digest, size } = state.identity as NonNullable<ArtifactState['identity']>;
        const { artifactId } = command;
        return state.isUploaded ? [] : [{ type: 'ArtifactUploaded', data: { artifactId, digest, size } }];
      }
      case 'AttachEvidence':
        return attach(command, state);
      case 'RecordVerdict':
        return record(command, state);
      case 'PromoteArtifact':
        return promote(command, state);
      case 'IssuePullToken':
        return [issue(command, state)];
      case 'WithdrawArtifact': {
        const { artifactId } = command;
        return [{ type: 'ArtifactWithdrawn', data: { artifactId, reason: checkedReason(command.reason) } }];
      }
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ArtifactRegistered': {
        const { name, version, mediaType, digest, size } = event.data;
        return { ...state, stage: 'REGISTERED', identity: { name, version, mediaType, digest, size } };
      }
      case 'ArtifactUploaded':
        return { ...state, stage: 'UPLOADED', isUploaded: true };
      case 'ArtifactEvidenceAttached': {
        const { evidenceId, digest, mediaType } = event.data;
        return { ...state, evidence: [...state.evidence, { evidenceId, digest, mediaType }] };
      }
      case 'ArtifactVerified':
        return { ...state, stage: 'VERIFIED', verdict: textOf(event) };
      case 'ArtifactRejected':
        return { ...state, stage: 'REJECTED', channel: null, verdict: textOf(event) };
      case 'ArtifactPromoted':
        return { ...state, channel: event.data.channel };
      case 'ArtifactWithdrawn':
        return { ...state, stage: 'WITHDRAWN', channel: null };
      case 'ArtifactPullTokenIssued':
        return state;
      case 'ArtifactBytesRemoved':
        return { ...state, isUploaded: false };
    }
  },
};

function register(command: RegisterArtifact, state: ArtifactState): ArtifactEvent[] {
  const { type: _, sizeMax, ...data } = command;
  if (state.identity !== null) {
    const known = state.identity;
    const isSame = (Object.keys(known) as (keyof typeof known)[]).every((key) => known[key] === data[key]);
    // A pipeline that runs again says the same again.
    if (isSame && state.stage !== 'WITHDRAWN') return [];
    const words = `These bytes are registered as ${known.name} ${known.version} already, and are ${state.stage}.`;
    throw new Refusal('CONFLICT', words, { digest: data.digest, name: known.name, version: known.version });
  }
  const { name, version, mediaType, digest, size, mirrors, retentionDays } = data;
  checkedName(name);
  checkedVersion(version);
  if (!isDigest(digest))
    throw wrong('digest', 'A digest is sha256: and 64 hex digits in lower case.', 'PATH_TRAVERSAL');
  if (!isArtifactMediaType(mediaType)) {
    throw wrong('mediaType', `Artifacts are ${artifactMediaTypes.join(', ')}.`, 'UNKNOWN_MEDIA_TYPE');
  }
  if (!Number.isSafeInteger(size) || size < 1 || size > sizeMax) {
    throw wrong('size', `An artifact has 1 to ${sizeMax} bytes; size is ${size}.`, 'OVERSIZE');
  }
  if (mirrors.length > mirrorsMax || !mirrors.every(isMirror)) {
    throw wrong('mirrors', `Mirrors are at most ${mirrorsMax} https:// addresses without a user or a fragment.`);
  }
  const isDays = retentionDays === null || (Number.isInteger(retentionDays) && retentionDays >= 0);
  if (!isDays || (retentionDays ?? 0) > retentionMaxDays) {
    throw wrong('retentionDays', `Bytes are kept 0 to ${retentionMaxDays} days, or for ever.`);
  }
  return [{ type: 'ArtifactRegistered', data }];
}

function attach(command: AttachEvidence, state: ArtifactState): ArtifactEvent[] {
  const { type: _, ...data } = command;
  const { digest, mediaType } = data;
  if (state.evidence.some((each) => each.digest === digest && each.mediaType === mediaType)) return [];
  if (state.evidence.length >= evidenceMax) {
    throw new Refusal('LIMIT_EXCEEDED', `At most ${evidenceMax} pieces of evidence are attached to one artifact.`, {
      evidenceMax,
    });
  }
  return [{ type: 'ArtifactEvidenceAttached', data }];
}

function record({ artifactId, judged, verdict }: RecordVerdict, state: ArtifactState): ArtifactEvent[] {
  if (!state.isUploaded) throw notUploaded(artifactId);
  const isAll = state.evidence.length === judged.length;
  if (!isAll || !state.evidence.every(({ evidenceId }) => judged.includes(evidenceId))) {
    const words = 'Something was attached while the artifact was being verified. Verify it again.';
    throw new Refusal('CONFLICT', words, { artifactId });
  }
  const { is, ...data } = verdict;
  const event = (
    is === 'VERIFIED'
      ? { type: 'ArtifactVerified', data: { artifactId, ...data } }
      : { type: 'ArtifactRejected', data: { artifactId, ...data } }
  ) as ArtifactVerified | ArtifactRejected;
  return textOf(event) === state.verdict && state.stage === is ? [] : [event];
}

function promote({ artifactId, channel }: PromoteArtifact, state: ArtifactState): ArtifactEvent[] {
  if (state.stage !== 'VERIFIED') {
    const words = `This artifact is ${state.stage}; only a VERIFIED one can be in a channel.`;
    throw new Refusal('CONFLICT', words, { artifactId, state: state.stage });
  }
  const { channel: from } = state;
  if (channel === from) return [];
  const next = channels[from === null ? 0 : channels.indexOf(from) + 1];
  if (channel !== next) {
    const place = from === null ? 'in no channel yet' : `in ${from}`;
    const words = `This artifact is ${place}. ${next ? `Next comes ${next}.` : 'That was the last one.'}`;
    throw new Refusal('CONFLICT', words, { artifactId, channel: from, allowed: next ? [next] : [] });
  }
  return [{ type: 'ArtifactPromoted', data: { artifactId, channel, from } }];
}

function noteRemoved({ artifactId }: NoteBytesRemoved, { stage, isUploaded }: ArtifactState): ArtifactEvent[] {
  if (stage !== 'WITHDRAWN') {
    const words = 'Bytes are thrown away of withdrawn artifacts only.';
    throw new Refusal('CONFLICT', words, { artifactId, state: stage });
  }
  return isUploaded ? [{ type: 'ArtifactBytesRemoved', data: { artifactId } }] : [];
}

function issue({ artifactId, tokenId, ttlMinutes, now }: IssuePullToken, { channel }: ArtifactState): ArtifactEvent {
  if (channel === null) {
    throw new Refusal('CONFLICT', 'This artifact is in no channel, so nobody may pull it.', { artifactId });
  }
  if (!Number.isInteger(ttlMinutes) || ttlMinutes < 1 || ttlMinutes > pullTokenMaxMinutes) {
    throw wrong('ttlMinutes', `A pull token lives 1 to ${pullTokenMaxMinutes} minutes; ttlMinutes is ${ttlMinutes}.`);
  }
  const expiresAt = new Date(Date.parse(now) + ttlMinutes * 60_000).toISOString();
  return { type: 'ArtifactPullTokenIssued', data: { artifactId, tokenId, expiresAt } };
}

function assertUsable(artifactId: string, { stage }: ArtifactState): void {
  if (stage === 'ABSENT') throw new Refusal('NOT_FOUND', 'There is no such artifact in this tenant.', { artifactId });
  if (stage !== 'WITHDRAWN') return;
  throw new Refusal('CONFLICT', 'This artifact was withdrawn. That is final.', { artifactId, state: stage });
}

function isMirror(text: string): boolean {
  return text.length <= 500 && /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/[^\s#@\\]*$/i.test(text) && !text.includes('..');
}

function textOf({ data }: ArtifactVerified | ArtifactRejected): string {
  return canonicalText(data);
}

function notUploaded(artifactId: string): Refusal {
  const words = 'The bytes of this artifact are not here yet. Upload them first.';
  return new Refusal('CONFLICT', words, { artifactId, state: 'REGISTERED' });
}

function wrong(element: string, message: string, reason?: Reason): Refusal {
  return new Refusal('INVALID_INPUT', message, { element, ...(reason && { reason }) });
}
