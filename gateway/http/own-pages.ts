/** `/healthz`, `/readyz` and `/metrics` of the gateway's process, whichever doors are open. */
import { registry } from '@flotilla/kernel/metrics';

/** Why the process cannot serve just now, by what is missing; empty when it can. */
export type Readiness = () => Promise<Readonly<Record<string, string>>>;

/** A page of the process's own. */
export type OwnPage = { readonly status: number; readonly contentType: string; readonly body: string };

/** The process's own page at a path, or null when it has none there. */
export async function ownPage(path: string, readiness: Readiness): Promise<OwnPage | null> {
  if (path === '/healthz') return json(200, { ok: true });
  if (path === '/metrics') return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
  if (path !== '/readyz') return null;
  const reasons = await readiness();
  const isReady = Object.keys(reasons).length === 0;
  return json(isReady ? 200 : 503, { ok: isReady, reasons });
}

function json(status: number, value: unknown): OwnPage {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}
