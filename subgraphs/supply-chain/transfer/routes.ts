/**
 * Bytes beside the graph: `POST /artifacts/<digest>` uploads, `GET` downloads, and `POST /artifacts/<digest>/evidence`
 * attaches what is too large for a GraphQL call. People and service accounts see all of their tenant; a device, or whoever
 * has a pull token, gets what is verified, promoted and not signed by a revoked key, and nothing else.
 */
import { Refusal } from '@flotilla/kernel/errors';
import { bodyMaxBytes, readBody } from '@flotilla/kernel/server/graphql-http';
import type { StreamRoute } from '@flotilla/kernel/server/subgraph';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { ArtifactDesk } from '../artifact/desk/desk.ts';
import type { BlobStore } from '../blob/blob-store.ts';
import type { Pulls } from '../pull/pulls.ts';
import { mayPublish, mayRead } from '../rules.ts';
import { isDigest } from '../verification/digest.ts';
import { sbomMaxBytes } from '../verification/sbom.ts';
import { sendBytes } from './download.ts';
import { Uploads } from './upload.ts';

type Exchange = Parameters<StreamRoute>[0];

/** What the routes are made from. */
export type RoutesParts = { readonly desk: ArtifactDesk; readonly store: BlobStore; readonly pulls: Pulls };

/** The route of everything under `/artifacts/`. */
export function artifactsRoute({ desk, store, pulls }: RoutesParts): StreamRoute {
  const uploads = new Uploads(desk, store);
  return async (exchange) => {
    const { digest, isEvidence } = targetOf(exchange.rest);
    if (exchange.request.method === 'GET' && !isEvidence) return download({ store, pulls }, digest, exchange);
    if (exchange.request.method === 'GET') throw nothingHere(exchange.rest);
    mayPublish.check(exchange.viewer);
    const doer = { viewer: exchange.viewer, tenantId: tenantOf(exchange.viewer) };
    const row = await desk.ofDigest(doer.tenantId, digest);
    if (!row) {
      const words = 'No artifact of this tenant has these bytes. Register it first (registerArtifact).';
      throw new Refusal('NOT_FOUND', words, { digest });
    }
    if (row.stage === 'WITHDRAWN') {
      throw new Refusal('CONFLICT', 'This artifact was withdrawn. That is final.', { digest, state: row.stage });
    }
    if (!isEvidence) return uploads.take(doer, row, exchange);
    const content = await readBody(exchange.request, Math.max(sbomMaxBytes, bodyMaxBytes));
    await desk.attach(doer, row.id, { mediaType: exchange.request.headers['content-type'] ?? '', content });
    const { stage, reason } = await desk.require(doer.tenantId, row.id);
    const body = JSON.stringify({ artifactId: row.id, digest, state: stage, reason });
    exchange.response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };
}

async function download(
  { store, pulls }: Pick<RoutesParts, 'store' | 'pulls'>,
  digest: string,
  exchange: Exchange,
): Promise<void> {
  const { viewer, request } = exchange;
  const what = isPuller(viewer)
    ? await pulls.permitted(viewer, request.headers.authorization, digest)
    : await pulls.readable(signedIn(viewer), digest);
  await sendBytes(store, what, exchange);
}

/** Devices, and whoever comes with nothing but a token. */
function isPuller({ kind }: Viewer): boolean {
  return kind === 'device' || kind === 'claimant' || kind === 'anonymous';
}

function signedIn(viewer: Viewer): string {
  mayRead.check(viewer);
  return tenantOf(viewer);
}

function tenantOf({ tenantId }: Viewer): string {
  if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  return tenantId;
}

function targetOf(rest: string): { readonly digest: string; readonly isEvidence: boolean } {
  const [digest = '', tail, ...more] = rest.split('/');
  if (more.length > 0 || (tail !== undefined && tail !== 'evidence')) throw nothingHere(rest);
  if (!isDigest(digest)) {
    const words = 'Bytes are at /artifacts/sha256:<64 hex digits>.';
    throw new Refusal('INVALID_INPUT', words, { reason: 'PATH_TRAVERSAL' });
  }
  return { digest, isEvidence: tail === 'evidence' };
}

function nothingHere(rest: string): Refusal {
  return new Refusal('NOT_FOUND', `There is nothing at /artifacts/${rest.slice(0, 100)}.`);
}
