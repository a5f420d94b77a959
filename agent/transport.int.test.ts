/** Whom the agent speaks to, over real TLS: the pinned authority's server, however wrong the clock; and nobody else. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ForeignServer } from './pinned-agent.ts';
import { TestAuthority } from './testing/test-authority.ts';
import { CallFailed, Transport } from './transport.ts';

const decades = 54 * 365 * 86_400_000;
let present: TestAuthority;
let future: TestAuthority;
let server: Server | null = null;
let requests = 0;

beforeAll(async () => {
  [present, future] = await Promise.all([TestAuthority.create(), TestAuthority.create(decades)]);
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function doorOf(authority: TestAuthority, lifetimeMs?: number): Promise<string> {
  const { keyPem: key, chainPem: cert } = await authority.server(lifetimeMs);
  requests = 0;
  const listening = createServer({ key, cert }, (_, response) => {
    requests += 1;
    response.end(JSON.stringify({ data: { heartbeat: { isHeard: true } } }));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `https://localhost:${(listening.address() as AddressInfo).port}`;
}

async function called(url: string, pinned: TestAuthority, now: () => number = Date.now): Promise<unknown> {
  const transport = new Transport({ url, caPem: pinned.pem, now });
  try {
    return await transport.call('heartbeat', {});
  } finally {
    transport.close();
  }
}

async function refusalOf(call: Promise<unknown>): Promise<Error> {
  const fault = await call.then(
    () => new Error('it was believed'),
    (thrown: unknown) => thrown,
  );
  expect(fault).toBeInstanceOf(CallFailed);
  expect((fault as CallFailed).cause).toBeInstanceOf(ForeignServer);
  return fault as Error;
}

describe('a server', () => {
  test('of the pinned authority is believed, also when its certificate lies decades ahead of the clock', async () => {
    expect(await called(await doorOf(present), present)).toEqual({ isHeard: true });
    expect(await called(await doorOf(future), future)).toEqual({ isHeard: true });
  });

  test('of a foreign authority gets no request, in whichever time its certificates lie', async () => {
    expect((await refusalOf(called(await doorOf(present), future))).message).toMatch(/not signed by the pinned/);
    expect(requests).toBe(0);
    expect((await refusalOf(called(await doorOf(future), present))).message).toMatch(/not signed by the pinned/);
    expect(requests).toBe(0);
  });

  test('whose certificate expired before the last signed time gets no request, whatever the wall clock says', async () => {
    const url = await doorOf(present);
    const later = (): number => Date.now() + 2 * 3_600_000;
    expect((await refusalOf(called(url, present, later))).message).toMatch(/expired on/);
    expect(requests).toBe(0);
  });

  test('proves itself anew on every connection', async () => {
    const url = await doorOf(present);
    const transport = new Transport({ url, caPem: present.pem });
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await transport.call('heartbeat', {})).toEqual({ isHeard: true });
      server?.closeAllConnections();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    transport.close();
  });
});
