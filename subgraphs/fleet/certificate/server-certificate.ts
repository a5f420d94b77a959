/** The gateway's own certificate for the agents' door, signed by the root that devices pin. */
import { isIP } from 'node:net';
import { Refusal } from '@flotilla/kernel/errors';
import type { InternalRoute } from '@flotilla/kernel/server/subgraph';
import type { CertificateAuthority } from './certificate-authority.ts';
import { requestedKey } from './signing-request.ts';

const lifetimeMs = 30 * 24 * 3_600_000;
const namesMax = 20;
const dnsName = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** Answers `{ csrPem, names }` with `{ certificatePem, caPem, notAfter }`. Refuses with INVALID_INPUT. */
export function serverCertificateRoute(authority: CertificateAuthority): InternalRoute {
  return async (body) => {
    const { csrPem, names } = checkedBody(body);
    const publicKey = await requestedKey(csrPem);
    const issued = await authority.issueForServer({ names, publicKey, now: new Date(), lifetimeMs });
    return { certificatePem: issued.pem, caPem: authority.certificatePem, notAfter: issued.notAfter };
  };
}

type ServerName = { readonly type: 'dns' | 'ip'; readonly value: string };

function checkedBody(body: unknown): { readonly csrPem: string; readonly names: readonly ServerName[] } {
  const { csrPem, names } = (body ?? {}) as Record<string, unknown>;
  if (typeof csrPem !== 'string') throw refused('csrPem', 'csrPem must be a certificate request in PEM.');
  if (!Array.isArray(names) || names.length === 0 || names.length > namesMax) {
    throw refused('names', `names must list 1 to ${namesMax} host names or addresses.`);
  }
  return { csrPem, names: names.map(checkedServerName) };
}

function checkedServerName(name: unknown): ServerName {
  if (typeof name === 'string' && isIP(name)) return { type: 'ip', value: name };
  if (typeof name === 'string' && name.length <= 253 && dnsName.test(name)) return { type: 'dns', value: name };
  throw refused('names', `"${String(name).slice(0, 80)}" is neither a host name nor an address.`);
}

function refused(element: string, message: string): Refusal {
  return new Refusal('INVALID_INPUT', message, { element });
}
