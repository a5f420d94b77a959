/**
 * The media types that are understood. Everything else fails closed: what nobody here can read, nobody here can vouch
 * for.
 */
import { Unverifiable } from './reason.ts';

/** What an artifact can be. */
export const artifactMediaTypes = [
  'application/gzip',
  'application/javascript',
  'application/octet-stream',
  'application/vnd.flotilla.ops-bundle.v1+tar',
  'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.oci.image.manifest.v1+json',
  'application/x-tar',
  'application/zip',
] as const;

/** The kinds of evidence there are about an artifact. */
export const evidenceKinds = ['SIMPLE_SIGNING', 'BLOB_SIGNATURE', 'SIGSTORE_BUNDLE', 'DSSE_ENVELOPE', 'SBOM'] as const;

/** One of the kinds. */
export type EvidenceKind = (typeof evidenceKinds)[number];

/** By media type. A blob signature is the base64 text that `cosign sign-blob` prints. */
export const evidenceMediaTypes: Readonly<Record<string, EvidenceKind>> = {
  'application/vnd.dev.cosign.simplesigning.v1+json': 'SIMPLE_SIGNING',
  'application/vnd.flotilla.blob-signature.v1': 'BLOB_SIGNATURE',
  'application/vnd.dev.sigstore.bundle.v0.3+json': 'SIGSTORE_BUNDLE',
  'application/vnd.dev.sigstore.bundle+json;version=0.1': 'SIGSTORE_BUNDLE',
  'application/vnd.dev.sigstore.bundle+json;version=0.2': 'SIGSTORE_BUNDLE',
  'application/vnd.dev.sigstore.bundle+json;version=0.3': 'SIGSTORE_BUNDLE',
  'application/vnd.dsse.envelope.v1+json': 'DSSE_ENVELOPE',
  'application/vnd.cyclonedx+json': 'SBOM',
};

/** What evidence of a media type is. Throws where it is not understood. */
export function evidenceKindOf(mediaType: string): EvidenceKind {
  const kind = Object.hasOwn(evidenceMediaTypes, mediaType) ? evidenceMediaTypes[mediaType] : undefined;
  if (kind) return kind;
  const known = Object.keys(evidenceMediaTypes).join(', ');
  const words = `"${mediaType.slice(0, 100)}" is not understood as evidence. Understood are ${known}.`;
  throw new Unverifiable('UNKNOWN_MEDIA_TYPE', words);
}

/** Whether artifacts of a media type are accepted. */
export function isArtifactMediaType(mediaType: string): boolean {
  return (artifactMediaTypes as readonly string[]).includes(mediaType);
}
