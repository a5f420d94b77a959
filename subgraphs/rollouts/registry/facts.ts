/**
 * As much of supply-chain's facts as rollouts follow. Supply-chain follows rollouts, so its types cannot be imported
 * without a circle; what is not read here is left out.
 */
import type { Event } from '@flotilla/kernel/event';

type OfArtifact = { readonly artifactId: string };

/** Facts about artifacts that decide whether a rollout may use them. */
export type ArtifactFact =
  | Event<
      'ArtifactRegistered',
      OfArtifact & {
        readonly name: string;
        readonly version: string;
        readonly mediaType: string;
        readonly digest: string;
        readonly size: number;
        readonly mirrors: readonly string[];
      }
    >
  | Event<'ArtifactUploaded', OfArtifact>
  | Event<'ArtifactVerified', OfArtifact>
  | Event<'ArtifactRejected', OfArtifact & { readonly reason: string }>
  | Event<'ArtifactPromoted', OfArtifact & { readonly channel: string }>
  | Event<'ArtifactWithdrawn', OfArtifact & { readonly reason: string }>;
