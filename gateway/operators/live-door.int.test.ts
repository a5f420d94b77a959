import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { joins, measurements } from '../testing/test-graph.ts';
import { consoleUrl, hashOf } from '../testing/test-contract.ts';
import { startTestGateway, type TestGateway, type TestPrincipal } from '../testing/test-gateway.ts';

const harbour = '7c0f5f3e-0000-4000-8000-000000000001';
const northwind = '7c0f5f3e-0000-4000-8000-000000000002';
const plain = 'subscription Plain($id: ID!) { measured(deviceId: $id) { seq value } }';
const joined = 'subscription Joined($id: ID!) { measured(deviceId: $id) { seq value device { name } } }';

let test: TestGateway;
let one: string;
let two: string;
const clients: Client[] = [];

let lastSession = 0;

/** Signs somebody in. Each test has its own sessions, because the gateway remembers a session for a second. */
function signIn(tenant: string, roles: string[] = ['OPERATOR']): string {
  const token = `session-${(lastSession += 1)}`;
  test.principals.set(token, {
    kind: 'user',
    sub: `user of ${token}`,
    tenant,
    roles,
    scopes: [],
    sid: `sid of ${token}`,
  });
  return token;
}

function issueToken(): string {
  const token = `bot-${(lastSession += 1)}`;
  const account: TestPrincipal = { kind: 'service', sub: token, tenant: harbour, roles: [], scopes: [], sid: null };
  test.principals.set(token, { ...account, scopes: ['telemetry:read'] });
  return token;
}

beforeAll(async () => {
  test = await startTestGateway({ consoleDocuments: [plain] });
});
afterAll(() => test.close());
beforeEach(() => {
  one = signIn(harbour);
  two = signIn(harbour);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  // A test begins when nothing of the last one is left.
  await vi.waitUntil(() => measurements.listeners === 0, { timeout: 30_000 });
});

type Message = { readonly measured: { seq: number; value: number; device?: { name: string } } | null };

/** A browser of one session: what it received, and how its socket was closed. */
class Watcher {
  readonly received: Message[] = [];
  readonly errors: { message: string; path?: readonly unknown[]; extensions: { code: string } }[] = [];
  failure: unknown;
  closed: { code: number; at: number } | undefined;
  isDone = false;
  readonly leave: () => void;
  #again: NodeJS.Timeout | undefined;
  readonly #client: Client;

  constructor(session: string | null, query: string, rest: object) {
    const isBot = session?.startsWith('bot') === true;
    const headers = isBot ? {} : { cookie: `flotilla_session=${session}`, origin: consoleUrl };
    class Socket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: session === null ? {} : headers });
      }
    }
    const client = createClient({
      url: `${test.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Socket,
      retryAttempts: 0,
      ...(isBot && { connectionParams: { authorization: `Bearer ${session}` } }),
      on: { closed: (event) => (this.closed = { code: (event as CloseEvent).code, at: performance.now() }) },
    });
    clients.push(client);
    this.#client = client;
    this.leave = this.subscribe(query, rest);
  }

  subscribe(query: string, rest: object): () => void {
    let leave = this.#listen(query, rest, () => {
      // Told to try again in a moment, which a busy machine may be, it does.
      this.#again = setTimeout(() => (leave = this.subscribe(query, rest)), 100);
    });
    return () => {
      clearTimeout(this.#again);
      leave();
    };
  }

  #listen(query: string, rest: object, whenBusy: () => void): () => void {
    return this.#client.subscribe<Message>(
      { query, ...rest },
      {
        next: ({ data, errors }) => {
          if (data) this.received.push(data);
          this.errors.push(...((errors ?? []) as never[]));
        },
        error: (cause) => (isBusy(cause) ? whenBusy() : (this.failure = cause)),
        complete: () => (this.isDone = true),
      },
    );
  }

  get codes(): string[] {
    return (this.failure as { extensions: { code: string } }[]).map((error) => error.extensions.code);
  }
}

function isBusy(cause: unknown): boolean {
  return Array.isArray(cause) && cause.some((error) => error.extensions?.code === 'UNAVAILABLE');
}

const publish = (tenantId: string, deviceId: string, value: number) =>
  measurements.publish({ tenantId, deviceId, value });
const listeners = (count: number) => expect.poll(() => measurements.listeners).toBe(count);
/** What somebody received, but for the zeros by which it was found out that they listen. */
const valuesOf = (watcher: Watcher) => watcher.received.map((each) => each.measured?.value).filter(Boolean);

/** Waits until everybody listens, whoever shares with whom, and until each of them has received a 1 as the last. */
async function heardByAll(watchers: readonly Watcher[]): Promise<void> {
  const deaf = () => watchers.filter(({ received }) => received.length === 0);
  await expect
    .poll(() => {
      publish(harbour, 'd1', 0);
      return deaf().map(({ failure, closed, isDone, errors }) => ({ failure, closed, isDone, errors }));
    })
    .toEqual([]);
  publish(harbour, 'd1', 1);
  for (const watcher of watchers) await expect.poll(() => valuesOf(watcher)).toEqual([1]);
}

describe('a shared subscription', () => {
  it('opens one upstream for many alike, gives each every message, and closes it when the last leaves', async () => {
    const watchers = Array.from(
      { length: 25 },
      (_, at) => new Watcher(at % 2 ? one : two, plain, { variables: { id: 'd1' } }),
    );
    await listeners(1);
    await heardByAll(watchers);
    expect(measurements.listeners).toBe(1);
    publish(harbour, 'd1', 2);
    for (const watcher of watchers) await expect.poll(() => valuesOf(watcher)).toEqual([1, 2]);
    for (const watcher of watchers.slice(1)) watcher.leave();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(measurements.listeners).toBe(1);
    watchers[0]?.leave();
    await listeners(0);
  });

  it('is not shared across variables, tenants or roles', async () => {
    const operator = new Watcher(one, plain, { variables: { id: 'd1' } });
    const other = new Watcher(signIn(northwind), plain, { variables: { id: 'd1' } });
    const less = new Watcher(signIn(harbour, ['VIEWER']), plain, { variables: { id: 'd1' } });
    const elsewhere = new Watcher(one, plain, { variables: { id: 'd2' } });
    const bot = new Watcher(issueToken(), plain, { variables: { id: 'd1' } });
    await listeners(5);
    publish(northwind, 'd1', 99);
    publish(harbour, 'd1', 1);
    for (const watcher of [operator, less, bot]) {
      await expect.poll(() => watcher.received.map((each) => each.measured?.value)).toEqual([1]);
    }
    await expect.poll(() => other.received.map((each) => each.measured?.value)).toEqual([99]);
    expect(elsewhere.received).toEqual([]);
  });

  it('joins each message with what another subgraph knows, once for all who share it', async () => {
    const watchers = Array.from({ length: 10 }, () => new Watcher(one, joined, { variables: { id: 'd1' } }));
    await heardByAll(watchers);
    const before = joins.count;
    publish(harbour, 'd1', 2);
    for (const watcher of watchers) {
      await expect
        .poll(() => watcher.received.at(-1)?.measured)
        .toMatchObject({ value: 2, device: { name: 'device d1' } });
    }
    expect(joins.count - before).toBe(1);
  });

  it('delivers the error of a message with that message only', async () => {
    const watcher = new Watcher(one, joined, { variables: { id: 'unknown' } });
    await listeners(1);
    publish(harbour, 'unknown', 1);
    await expect.poll(() => watcher.errors.map((error) => error.extensions.code)).toEqual(['NOT_FOUND']);
    publish(harbour, 'unknown', 2);
    await expect.poll(() => watcher.errors.length).toBe(2);
  });

  it('runs trusted documents by hash, and tells why a subgraph refuses', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(plain) } };
    const byHash = new Watcher(one, '', { variables: { id: 'd1' }, extensions });
    await listeners(1);
    publish(harbour, 'd1', 5);
    await expect.poll(() => byHash.received.length).toBe(1);
    const nobody = new Watcher(null, plain, { variables: { id: 'd1' } });
    await expect.poll(() => nobody.failure).toBeDefined();
    expect(nobody.codes).toEqual(['UNAUTHENTICATED']);
    const own = new Watcher(null, joined, { variables: { id: 'd1' } });
    await expect.poll(() => own.failure).toBeDefined();
    expect(own.codes).toEqual(['UNAUTHENTICATED']);
  });

  it('refuses queries, mutations and documents with mistakes', async () => {
    for (const query of ['{ publicCount }', 'mutation { touchSessions }', 'subscription { nothing }']) {
      const watcher = new Watcher(one, query, {});
      await expect.poll(() => watcher.failure).toBeDefined();
      expect(watcher.codes).toEqual(['INVALID_INPUT']);
    }
  });
});

describe('re-authorisation of a live subscription', () => {
  it('delivers nothing after the session is revoked and closes the socket within a second', async () => {
    const revoked = new Watcher(one, plain, { variables: { id: 'd1' } });
    const stays = new Watcher(two, plain, { variables: { id: 'd1' } });
    await heardByAll([revoked, stays]);
    test.principals.delete(one);
    const revokedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 510));
    for (let value = 2; value < 10; value += 1) publish(harbour, 'd1', value);
    await expect.poll(() => valuesOf(stays)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await expect.poll(() => revoked.closed?.code).toBe(4401);
    expect(valuesOf(revoked)).toEqual([1]);
    expect((revoked.closed?.at ?? Infinity) - revokedAt).toBeLessThan(1000);
    expect(stays.closed).toBeUndefined();
  });

  it('closes a quiet subscription too', async () => {
    const revoked = new Watcher(one, plain, { variables: { id: 'd1' } });
    await listeners(1);
    test.principals.delete(one);
    const revokedAt = performance.now();
    await expect.poll(() => revoked.closed?.code).toBe(4401);
    expect((revoked.closed?.at ?? Infinity) - revokedAt).toBeLessThan(1000);
    await listeners(0);
  });

  it('delivers nothing at all when the revocation came through this gateway', async () => {
    const revoked = new Watcher(one, plain, { variables: { id: 'd1' } });
    await listeners(1);
    publish(harbour, 'd1', 1);
    await expect.poll(() => revoked.received.length).toBe(1);
    test.principals.delete(one);
    await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `flotilla_session=${two}` },
      body: JSON.stringify({ query: 'mutation { touchSessions }' }),
    });
    publish(harbour, 'd1', 2);
    await expect.poll(() => revoked.closed?.code).toBe(4401);
    expect(revoked.received.map((each) => each.measured?.value)).toEqual([1]);
  });

  it('ends with FORBIDDEN and 4403 when the roles change', async () => {
    const demoted = new Watcher(one, plain, { variables: { id: 'd1' } });
    await listeners(1);
    (test.principals.get(one) as TestPrincipal).roles = ['VIEWER'];
    await expect.poll(() => demoted.closed?.code).toBe(4403);
  });

  it('ends for a service account whose token is revoked', async () => {
    const token = issueToken();
    const bot = new Watcher(token, plain, { variables: { id: 'd1' } });
    await listeners(1);
    test.principals.delete(token);
    await expect.poll(() => bot.closed?.code).toBe(4401);
  });

  it('delivers nothing while access does not answer, and goes on when it does', async () => {
    const watcher = new Watcher(one, plain, { variables: { id: 'd1' } });
    await listeners(1);
    publish(harbour, 'd1', 1);
    await expect.poll(() => watcher.received.length).toBe(1);
    test.introspections.isDown = true;
    await new Promise((resolve) => setTimeout(resolve, 600));
    publish(harbour, 'd1', 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(watcher.received.length).toBe(1);
    test.introspections.isDown = false;
    await expect
      .poll(() => {
        publish(harbour, 'd1', 3);
        return valuesOf(watcher).at(-1);
      })
      .toBe(3);
    expect(valuesOf(watcher).filter((value) => value !== 3)).toEqual([1]);
    expect(watcher.closed).toBeUndefined();
  });

  it('refuses a new subscription on a socket whose session is over', async () => {
    const watcher = new Watcher(one, plain, { variables: { id: 'd1' } });
    await listeners(1);
    test.principals.delete(one);
    watcher.subscribe(plain, { variables: { id: 'd2' } });
    await expect.poll(() => watcher.closed?.code).toBe(4401);
    expect(watcher.received).toEqual([]);
  });

  it('asks access about everybody at once', async () => {
    const watchers = Array.from(
      { length: 20 },
      (_, at) => new Watcher(at % 2 ? one : two, plain, { variables: { id: 'd1' } }),
    );
    await heardByAll(watchers);
    const [before, startedAt] = [test.introspections.count, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 2000));
    // Everybody at once every 400 ms, however long the two seconds became on a busy machine.
    const looks = Math.ceil((performance.now() - startedAt) / 400);
    expect(test.introspections.count - before).toBeLessThanOrEqual(looks + 1);
  });
});

describe('the socket', () => {
  it('is refused to pages other than the console', async () => {
    const socket = new WebSocket(`${test.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { origin: 'https://evil.test', cookie: `flotilla_session=${one}` },
    });
    const refused = await new Promise((resolve) => socket.once('error', resolve));
    expect(String(refused)).toContain('403');
  });

  it('closes with 4401 when the bearer token is not good', async () => {
    const token = issueToken();
    test.principals.delete(token);
    const bot = new Watcher(token, plain, { variables: { id: 'd1' } });
    await expect.poll(() => bot.closed?.code).toBe(4401);
  });
});
