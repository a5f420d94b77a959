/**
 * Where an item leads: each piece of evidence and each next step is a place in the console. What has no page of its own
 * yet leads to the closest one there is, and is null where there is none.
 */
import type { AttentionEvidenceKind } from '../../gql/graphql.ts';
import { scopedHref } from '../../live/scope.ts';

/** What is known of the surroundings of an item. */
interface Surroundings {
  /** The device it is about. */
  deviceId?: string | null | undefined;
  domainSlug?: string | null | undefined;
  /** The batch it is about. */
  batchId?: string | null | undefined;
}

/** The address of a piece of evidence. */
export function placeOfEvidence(
  { kind, ref }: { kind: AttentionEvidenceKind; ref: string },
  { deviceId, domainSlug }: Surroundings,
): string | null {
  switch (kind) {
    case 'DEVICE':
    case 'RELAY':
      return deviceHref(ref);
    case 'TIMELINE':
      return deviceHref(ref, 'timeline');
    case 'REPLAY_SESSION':
      return deviceId ? deviceHref(deviceId, 'replay') : null;
    case 'LOCATION':
      return devicesHref(`location:${ref}`);
    case 'DOMAIN':
      return domainSlug ? scopedHref(domainSlug, '/') : null;
    case 'TOKEN':
      return '/enroll';
    case 'BATCH':
      return `/batches/${ref}`;
    default:
      return null;
  }
}

/** The address where the next step is taken, and what its button says. */
export function placeOfAction(
  { kind, target }: { kind: string; target: string },
  { deviceId, domainSlug, batchId }: Surroundings,
): { href: string; label: string } | null {
  const device = deviceId ?? target;
  switch (kind) {
    case 'REVIEW_QUARANTINE':
      return { href: deviceHref(device, 'quarantine'), label: 'Review the quarantine' };
    case 'RESOLVE_CLONE':
      return { href: deviceHref(device), label: 'Compare the instances' };
    case 'OPEN_REPLAY':
      return { href: deviceHref(device, 'replay'), label: 'Open the replay' };
    case 'OPEN_SUPPLY_CHAIN':
      return { href: deviceHref(device, 'supply-chain'), label: 'Open the supply chain' };
    case 'OPEN_RELAY':
      return { href: deviceHref(device), label: 'Open the relay' };
    case 'OPEN_DEVICE':
      return { href: deviceHref(device), label: 'Open the device' };
    case 'OPEN_LOCATION':
      return { href: devicesHref(`location:${target}`), label: 'Show the devices of the site' };
    case 'OPEN_ENROLLMENT':
      return { href: '/enroll', label: 'Open the tokens' };
    case 'REVIEW_PENDING':
      return deviceId
        ? { href: deviceHref(deviceId), label: 'Open the device' }
        : { href: inDomain(domainSlug, devicesHref('trust:PENDING')), label: 'Review who waits' };
    case 'OPEN_COMMANDS':
      return batchId
        ? { href: `/batches/${batchId}`, label: 'Open the batch' }
        : { href: '/batches', label: 'Open the batches' };
    case 'OPEN_DOMAIN':
      return domainSlug ? { href: scopedHref(domainSlug, '/'), label: 'Open the domain' } : null;
    // Conflicts about a device, too, are listed and resolved on the page of its domain.
    case 'RESOLVE_AUTHORITY_CONFLICT':
      return domainSlug ? { href: scopedHref(domainSlug, '/'), label: 'Open the domain' } : null;
    default:
      return domainSlug ? { href: scopedHref(domainSlug, '/devices'), label: 'Show the devices' } : null;
  }
}

function deviceHref(id: string, tab?: string): string {
  return tab === undefined ? `/devices/${id}` : `/devices/${id}?tab=${tab}`;
}

function devicesHref(q: string): string {
  return `/devices?q=${encodeURIComponent(q)}`;
}

function inDomain(slug: string | null | undefined, href: string): string {
  return slug ? scopedHref(slug, href) : href;
}
