/**
 * What the gateway adds, in CPU: the same work asked of a subgraph directly and through a door. The subgraph is the
 * kernel's server over the test graph, which answers from memory, so the ratios are the worst ones; subgraph and
 * gateway run in processes of their own so that the CPU of each can be read.
 *
 *     node gateway/dist/testing/overhead.bench.js [seconds]
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { bodyHash, identityHeader, signIdentity } from '@flotilla/kernel/identity';
import { createLogger } from '@flotilla/kernel/logger';
import { SubgraphServer } from '@flotilla/kernel/server/server';
import { systemViewer, type Viewer } from '@flotilla/kernel/viewer';
import { TestAuthority, type Issued } from './test-authority.ts';
import { hashOf, writeContract, type TestContract } from './test-contract.ts';
import { testGraph } from './test-graph.ts';

const connections = 16;
const tenantId = '7c0f5f3e-0000-4000-8000-000000000001';
const push = 'mutation Push($samples: [Float!]!) { pushTelemetry(samples: $samples) }';
const joinQuery = '{ device(id: "d1") { id name load } }';
const plainQuery = '{ device(id: "d1") { id name } }';
const samples = Array.from({ length: 210 }, (_, at) => at * 1.5);

type Ready = { readonly port: number; readonly caPem: string; readonly device: Issued };

/** One way to ask: where, with what, and how to make the headers of each request. */
type Way = {
  readonly name: string;
  readonly url: string;
  readonly body: string;
  readonly options: RequestOptions;
  readonly headers: () => Record<string, string>;
};

async function serveSubgraphs(publicKey: string): Promise<void> {
  const authority = await TestAuthority.create();
  const device = await authority.issueDevice({ tenantId, deviceId: randomUUID() });
  const caller = {
    active: true,
    kind: 'user',
    sub: 'u1',
    tenant: tenantId,
    roles: ['OPERATOR'],
    scopes: [],
    sid: 's1',
  };
  const routes = {
    access: { '/internal/introspect': () => Promise.resolve(caller) },
    fleet: {
      '/internal/server-certificate': (body: unknown) => {
        const { csrPem, names } = body as { csrPem: string; names: string[] };
        return authority.issueServer(csrPem, names);
      },
    },
    telemetry: {},
  };
  const subgraphs = Object.entries(testGraph()).map(([name, built]) => ({
    name,
    ...built,
    internalRoutes: routes[name as keyof typeof routes],
    database: { isReachable: () => Promise.resolve(true) } as never,
    projections: [],
  }));
  const logger = createLogger({ name: 'bench', level: 'silent' });
  const options = { host: '127.0.0.1', port: 0, gatewayPublicKey: publicKey, tail: {} as never, logger };
  const server = await SubgraphServer.start({ ...options, subgraphs });
  process.send?.({ port: server.port, caPem: authority.caPem, device } satisfies Ready);
}

async function startGateway(contract: TestContract, port: number) {
  const env = { ...contract.env, FLOTILLA_SUBGRAPHS_PORT: String(port), FLOTILLA_LOG_LEVEL: 'info' };
  const child = spawn(process.execPath, [new URL('../main.js', import.meta.url).pathname], { env });
  const ports: { port?: number; agentsPort?: number } = {};
  for await (const line of createInterface(child.stdout)) {
    const entry = JSON.parse(line) as { msg: string; port?: number; agentsPort?: number };
    if (entry.msg === 'the gateway is serving') Object.assign(ports, entry);
    if (entry.msg.endsWith('has a certificate')) break;
  }
  child.stdout.resume();
  return { child, ...ports };
}

/** CPU a process has used, in milliseconds. */
function cpuMs(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function once(way: Way): Promise<void> {
  const send = way.url.startsWith('https') ? httpsRequest : httpRequest;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(way.body),
    ...way.headers(),
  };
  return new Promise((resolve, reject) => {
    const outgoing = send(way.url, { ...way.options, method: 'POST', headers }, (incoming) => {
      incoming.resume().once('end', () => (incoming.statusCode === 200 ? resolve() : reject(new Error(way.name))));
    });
    outgoing.once('error', reject);
    outgoing.end(way.body);
  });
}

async function measure(way: Way, processes: readonly ChildProcess[], seconds: number): Promise<number[]> {
  for (let at = 0; at < 500; at += 1) await once(way);
  const before = processes.map(cpuMs);
  const startedAt = performance.now();
  let requests = 0;
  const lane = async () => {
    for (; performance.now() - startedAt < seconds * 1000; requests += 1) await once(way);
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const perRequestUs = processes.map((child, at) => ((cpuMs(child) - (before[at] ?? 0)) * 1000) / requests);
  const [subgraph = 0, gateway = 0] = perRequestUs;
  const rate = Math.round(requests / ((performance.now() - startedAt) / 1000));
  const columns = [
    way.name.padEnd(44),
    `${rate}/s`.padStart(8),
    subgraph.toFixed(0).padStart(9),
    gateway.toFixed(0).padStart(8),
  ];
  process.stdout.write(`${columns.join('  ')}\n`);
  return perRequestUs;
}

async function main(seconds: number): Promise<void> {
  const contract = writeContract(testGraph(), {
    consoleDocuments: [joinQuery, plainQuery],
    agentDocuments: [{ operation: 'pushTelemetry', subgraph: 'telemetry', document: push }],
  });
  const subgraphs = fork(new URL(import.meta.url), ['subgraphs', contract.publicKeyPem]);
  const { port, caPem, device } = await new Promise<Ready>((resolve) =>
    subgraphs.once('message', (it) => resolve(it as Ready)),
  );
  const gateway = await startGateway(contract, port);
  const key = createPrivateKey(readFileSync(contract.env['FLOTILLA_GATEWAY_PRIVATE_KEY_FILE'] ?? '', 'utf8'));
  const direct = (
    name: string,
    viewer: Viewer,
    request: { audience: string; query: string; variables?: object },
  ): Way => {
    const { audience, ...graphql } = request;
    const body = JSON.stringify(graphql);
    const claims = { viewer, audience, bodyHash: bodyHash(body) };
    const token = () => signIdentity({ ...claims, issuedAtS: Math.floor(Date.now() / 1000) }, key);
    const agent = new HttpAgent({ keepAlive: true });
    const headers = () => ({ [identityHeader]: token() });
    return { name, url: `http://127.0.0.1:${port}/${audience}/graphql`, body, options: { agent }, headers };
  };
  const operator = (name: string, query: string): Way => ({
    name,
    url: `http://127.0.0.1:${gateway.port}/graphql`,
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } } }),
    options: { agent: new HttpAgent({ keepAlive: true }) },
    headers: () => ({ cookie: 'flotilla_session=s1' }),
  });
  const tls = { ca: caPem, cert: device.certificatePem, key: device.privateKeyPem };
  const agents: Way = {
    name: "agents' door, pushTelemetry of 210 values",
    url: `https://localhost:${gateway.agentsPort}/graphql`,
    body: JSON.stringify({
      extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(push) } },
      variables: { samples },
    }),
    options: { agent: new HttpsAgent({ keepAlive: true, ...tls }) },
    headers: () => ({}),
  };
  const viewer: Viewer = { ...systemViewer(tenantId), kind: 'user', roles: ['OPERATOR'], requestId: 'bench' };
  const processes = [subgraphs, gateway.child];
  process.stdout.write(`${'CPU per request, µs'.padEnd(44)}  ${'rate'.padStart(8)}  subgraph   gateway\n`);
  const [plainDirect = 1] = await measure(
    direct('direct, one field', viewer, { audience: 'fleet', query: plainQuery }),
    processes,
    seconds,
  );
  const plain = await measure(operator("operators' door, one field", plainQuery), processes, seconds);
  await measure(operator("operators' door, a join of two subgraphs", joinQuery), processes, seconds);
  const asDevice: Viewer = { ...viewer, kind: 'device', subject: 'd1', roles: [] };
  const pushed = direct('direct, pushTelemetry of 210 values', asDevice, {
    audience: 'telemetry',
    query: push,
    variables: { samples },
  });
  const [pushDirect = 1] = await measure(pushed, processes, seconds);
  const pushThrough = await measure(agents, processes, seconds);
  const ratio = ([subgraph = 0, door = 0]: number[], alone: number) => ((subgraph + door) / alone).toFixed(2);
  process.stdout.write(
    `CPU over direct: operators' door ${ratio(plain, plainDirect)}, agents' door ${ratio(pushThrough, pushDirect)}\n`,
  );
  gateway.child.kill('SIGTERM');
  subgraphs.kill();
  contract.remove();
}

const [role, argument] = process.argv.slice(2);
if (role === 'subgraphs') await serveSubgraphs(argument ?? '');
else {
  await main(Number(role ?? 4));
  process.exit(0);
}
