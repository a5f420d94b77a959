/** Update metadata for devices and pipelines: `GET /metadata/timestamp.json`, `/metadata/<version>.<role>.json`. */
import { Refusal } from '@flotilla/kernel/errors';
import type { StreamRoute } from '@flotilla/kernel/server/subgraph';
import type { Viewer } from '@flotilla/kernel/viewer';
import type { Pulls } from '../pull/pulls.ts';
import { mayRead } from '../rules.ts';
import { metadataRoles, type MetadataRole } from './keys/role-keys.ts';
import type { MetadataPublisher } from './publisher.ts';

/** The route of everything under `/metadata/`. */
export function metadataRoute(publisher: MetadataPublisher, pulls: Pulls): StreamRoute {
  return async ({ request, response, viewer, rest }) => {
    if (request.method !== 'GET') throw nothingHere(rest);
    const { role, version } = targetOf(rest);
    const tenantId = await tenantOf(viewer, pulls);
    const found =
      version === null ? await publisher.newest(tenantId, role) : await publisher.version(tenantId, role, version);
    if (!found) throw nothingHere(rest);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(found.content),
      'cache-control': version === null ? 'no-store' : 'private, max-age=31536000, immutable',
    });
    response.end(found.content);
  };
}

async function tenantOf(viewer: Viewer, pulls: Pulls): Promise<string> {
  if (viewer.kind === 'device') return pulls.trustedTenant(viewer);
  mayRead.check(viewer);
  if (viewer.tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
  return viewer.tenantId;
}

function targetOf(rest: string): { readonly role: MetadataRole; readonly version: number | null } {
  const [, number, name] = /^(?:(\d{1,9})\.)?([a-z]+)\.json$/.exec(rest) ?? [];
  const role = metadataRoles.find((each) => each === name);
  if (!role) throw nothingHere(rest);
  return { role, version: number === undefined ? null : Number(number) };
}

function nothingHere(rest: string): Refusal {
  return new Refusal('NOT_FOUND', `There is nothing at /metadata/${rest.slice(0, 100)}.`);
}
