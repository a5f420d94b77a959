/** What is known of an artifact, and whether a rollout may use it: a verdict with the remedy. Pure. */
import { Refusal } from '@flotilla/kernel/errors';
import type { ArtifactFacts } from '../rollout/events.ts';

/** Who follows the registry: its checkpoint says how much of the log has come here. */
export const artifactsFollower = 'rollouts.artifacts';

/** Where an artifact is in its life, as supply-chain tells it. */
export type ArtifactState = 'REGISTERED' | 'UPLOADED' | 'VERIFIED' | 'REJECTED' | 'WITHDRAWN';

/** An artifact of the registry. */
export type RegisteredArtifact = ArtifactFacts & {
  readonly mirrors: readonly string[];
  readonly state: ArtifactState;
  readonly reason: string | null;
  /** Devices of these channels may run it. */
  readonly channels: readonly string[];
};

/** Which artifact somebody means: by its digest, or by its name and version. */
export type ArtifactReference =
  { readonly digest: string } | { readonly digest: null; readonly name: string; readonly version: string };

/** What a plan keeps of it: the registry may learn more, the bytes stay these. */
export function factsOfArtifact({ digest, size, mediaType, name, version }: RegisteredArtifact): ArtifactFacts {
  return { digest, size, mediaType, name, version };
}

/** What is meant by what was said. Refuses with INVALID_INPUT what names no artifact. */
export function checkedReference(
  said: { readonly digest?: string | null; readonly name?: string | null; readonly version?: string | null },
  element: string,
): ArtifactReference {
  const { digest, name, version } = said;
  if (digest !== null && digest !== undefined) {
    if (name || version) throw wrong(element, 'has a digest and a name or version: give one of them');
    if (/^sha256:[0-9a-f]{64}$/.test(digest)) return { digest };
    throw wrong(`${element}.digest`, 'is not `sha256:` and 64 lower-case hex digits');
  }
  if (name && version) return { digest: null, name, version };
  throw wrong(element, 'names no artifact: give its digest, or its name and version');
}

/** Refuses an artifact that nobody may roll out, and says what to do. */
export function assertUsable({ name, version, digest, state, reason }: RegisteredArtifact, element: string): void {
  if (state === 'VERIFIED') return;
  const remedies: Readonly<Record<Exclude<ArtifactState, 'VERIFIED'>, string>> = {
    REGISTERED: 'has no bytes yet. Push them with `flotilla artifact push`.',
    UPLOADED: 'is not verified. Sign it with `flotilla artifact sign`, and wait for the verdict.',
    REJECTED: `was rejected (${reason ?? 'no reason'}). Sign it with a trusted key, or push another version.`,
    WITHDRAWN: `was withdrawn (${reason ?? 'no reason'}). Choose another version.`,
  };
  throw new Refusal('CONFLICT', `${name} ${version} ${remedies[state]}`, { element, digest, state });
}

/** Why a rollout of this artifact has to pause; null while it may go on. What is only not known yet just grants nothing. */
export function pauseReason({
  name,
  version,
  state,
  reason,
}: Pick<RegisteredArtifact, 'name' | 'version' | 'reason'> & { readonly state: ArtifactState | null }): string | null {
  if (state !== 'REJECTED' && state !== 'WITHDRAWN') return null;
  const verb = state === 'REJECTED' ? 'rejected' : 'withdrawn';
  return `${name} ${version} was ${verb} (${reason ?? 'no reason'}). Roll back, or abort.`.slice(0, 500);
}

function wrong(element: string, why: string): Refusal {
  return new Refusal('INVALID_INPUT', `${element} ${why}.`, { element });
}
