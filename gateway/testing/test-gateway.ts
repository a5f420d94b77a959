/** A gateway in front of the test graph, with sessions and certificates that tests hand out and take back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@flotilla/kernel/errors';
import { createLogger, type Logger } from '@flotilla/kernel/logger';
import { migrate } from '@flotilla/kernel/migrate';
import { startProcess } from '@flotilla/kernel/server/process';
import type { Subgraph } from '@flotilla/kernel/server/subgraph';
import { openTestDatabase } from '@flotilla/kernel/testing/postgres';
import { expect, vi } from 'vitest';
import { gatewayConfig } from '../config.ts';
import { Gateway } from '../gateway.ts';
import { TestAuthority } from './test-authority.ts';
import { writeContract, type TestDocuments } from './test-contract.ts';
import { testGraph } from './test-graph.ts';

/** A session or service account that access knows, by its secret. */
export type TestPrincipal = {
  readonly kind: 'user' | 'service';
  readonly sub: string;
  readonly tenant: string;
  roles: string[];
  readonly scopes: string[];
  readonly sid: string | null;
};

/** How often access was asked, and whether it answers. */
export type Introspections = { count: number; isDown: boolean };

/** What a test gateway is given besides the test graph. */
export type TestGatewayOptions = TestDocuments & {
  readonly env?: Record<string, string>;
  readonly logLevel?: string;
  /** The gateway's own log, for tests that read what it says. */
  readonly logger?: Logger;
};

/** A running test gateway. */
export type TestGateway = {
  readonly url: string;
  readonly agentsUrl: string;
  readonly subgraphsUrl: string;
  readonly gateway: Gateway;
  /** The folder of its contract; tests may write there. */
  readonly schemaDir: string;
  /** By which subgraphs know the gateway. */
  readonly publicKeyPem: string;
  readonly authority: TestAuthority;
  /** By session token or bearer token; delete one to revoke it. */
  readonly principals: Map<string, TestPrincipal>;
  /** Calls of access's internal routes so far. */
  readonly introspections: Introspections;
  stopSubgraphs(): Promise<void>;
  /** Starts them again where they were. */
  startSubgraphs(): Promise<void>;
  close(): Promise<void>;
};

/** Starts PostgreSQL's test database, the test graph and a gateway on free ports. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const database = await openTestDatabase();
  const log = fileURLToPath(new URL('../../subgraphs/kernel/log/migrations', import.meta.url));
  await migrate(database.adminUrl, [{ schema: 'log', folder: log }]);
  const graph = testGraph();
  const contract = writeContract(graph, options);
  const principals = new Map<string, TestPrincipal>();
  const introspections: Introspections = { count: 0, isDown: false };
  const authority = await TestAuthority.create();
  const logger = createLogger({ name: 'test', level: options.logLevel ?? 'silent' });
  const routes: Record<string, Pick<Subgraph, 'internalRoutes' | 'publicRoutes'>> = {
    access: accessRoutes(principals, introspections),
    fleet: {
      internalRoutes: {
        '/internal/server-certificate': (body) => {
          const { csrPem, names } = body as { csrPem: string; names: string[] };
          return authority.issueServer(csrPem, names);
        },
      },
    },
  };
  const startSubgraphs = (port: number) =>
    startProcess({
      host: '127.0.0.1',
      port,
      databaseUrl: database.url,
      gatewayPublicKey: contract.publicKeyPem,
      logger,
      env: {},
      assemble: Object.entries(graph).map(([name, built]) => async (services) => ({
        name,
        ...built,
        ...routes[name],
        database: await services.openDatabase('log', []),
        projections: [],
      })),
    });
  let subgraphs = await startSubgraphs(0);
  const { port } = subgraphs;
  const config = gatewayConfig({ ...contract.env, FLOTILLA_SUBGRAPHS_PORT: String(port), ...options.env });
  const gateway = await Gateway.start(config, options.logger ?? logger);
  const isReady = async () => expect((await fetch(`http://127.0.0.1:${gateway.port}/readyz`)).status).toBe(200);
  await vi.waitFor(isReady, { timeout: 30_000 });
  return {
    url: `http://127.0.0.1:${gateway.port}`,
    agentsUrl: `https://localhost:${gateway.agentsPort}`,
    subgraphsUrl: `http://127.0.0.1:${port}`,
    gateway,
    schemaDir: config.schemaDir,
    publicKeyPem: contract.publicKeyPem,
    authority,
    principals,
    introspections,
    stopSubgraphs: () => subgraphs.stop(),
    async startSubgraphs() {
      subgraphs = await startSubgraphs(port);
    },
    async close() {
      await gateway.stop();
      await subgraphs.stop();
      await database.drop();
      contract.remove();
    },
  };
}

function accessRoutes(principals: Map<string, TestPrincipal>, introspections: Introspections) {
  return {
    internalRoutes: {
      '/internal/introspect': (body: unknown) => {
        asked(introspections);
        const { sessionToken, bearer } = body as { sessionToken?: string; bearer?: string };
        const found = principals.get(sessionToken ?? bearer ?? '');
        return Promise.resolve(found ? { active: true, ...found } : { active: false });
      },
      '/internal/introspect-sessions': (body: unknown) => {
        asked(introspections);
        const { sids } = body as { sids: string[] };
        const active = [...principals.values()].filter((each) => each.sid !== null && sids.includes(each.sid));
        const rolesBySid = Object.fromEntries(active.map((each) => [each.sid, each.roles]));
        return Promise.resolve({ active: active.map((each) => each.sid), rolesBySid });
      },
    },
    publicRoutes: {
      '/auth/login': (request: IncomingMessage, response: ServerResponse) => {
        const seen = { url: request.url, headers: request.headers };
        response.setHeader('set-cookie', ['flotilla_session=s1; HttpOnly', 'other=1']);
        response.writeHead(302, { location: 'http://issuer.test/authorize', 'x-seen': JSON.stringify(seen) }).end();
        return Promise.resolve();
      },
    },
  };
}

function asked(introspections: Introspections): void {
  introspections.count += 1;
  if (introspections.isDown) throw new Refusal('UNAVAILABLE', 'Access rests.');
}
