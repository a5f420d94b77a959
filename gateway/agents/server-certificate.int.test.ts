import { X509Certificate } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { createLogger } from '@flotilla/kernel/logger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayConfig } from '../config.ts';
import { Gateway } from '../gateway.ts';
import { TestAuthority } from '../testing/test-authority.ts';
import { testGraph } from '../testing/test-graph.ts';
import { writeContract, type TestContract } from '../testing/test-contract.ts';

const lifeMs = 5_000;
let authority: TestAuthority;
let contract: TestContract;
let gateway: Gateway;
let fleet: Server;
let port: number;

beforeAll(async () => {
  authority = await TestAuthority.create();
  contract = writeContract(testGraph(), {});
  fleet = createServer((request, response) => {
    if (request.url === '/readyz') return void response.end();
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { csrPem, names } = JSON.parse(body) as { csrPem: string; names: string[] };
      void authority.issueServer(csrPem, names, lifeMs).then((answer) => response.end(JSON.stringify(answer)));
    });
  });
  await new Promise<void>((resolve) => fleet.listen(0, '127.0.0.1', resolve));
  ({ port } = fleet.address() as AddressInfo);
  await new Promise((resolve) => fleet.close(resolve));
  const env = { ...contract.env, FLOTILLA_SUBGRAPHS_PORT: String(port), FLOTILLA_GATEWAY_DOORS: 'agents' };
  gateway = await Gateway.start(gatewayConfig(env), createLogger({ name: 'test', level: 'silent' }));
});
afterAll(async () => {
  await gateway.stop();
  fleet.close();
  contract.remove();
});

function handshake(): Promise<TLSSocket | null> {
  return new Promise((resolve) => {
    const socket = connect({
      port: gateway.agentsPort,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: authority.caPem,
    });
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

async function readiness(): Promise<{ ok: boolean; reasons: Record<string, string> }> {
  return (await (await fetch(`http://127.0.0.1:${gateway.port}/readyz`)).json()) as never;
}

it('starts while fleet is down, says so, gets a certificate when it is up, and renews it without a restart', async () => {
  expect(await handshake()).toBeNull();
  expect((await readiness()).reasons['agents']).toBe('no certificate from fleet yet');
  fleet.listen(port, '127.0.0.1');
  await expect.poll(async () => (await readiness()).ok).toBe(true);
  const first = (await handshake()) as TLSSocket;
  const serialOf = (socket: TLSSocket) => new X509Certificate(socket.getPeerCertificate().raw).serialNumber;
  const before = serialOf(first);
  const serialNow = async () => {
    const socket = (await handshake()) as TLSSocket;
    const serial = serialOf(socket);
    socket.destroy();
    return serial;
  };
  await expect.poll(serialNow, { interval: 200 }).not.toBe(before);
  expect(first.destroyed).toBe(false);
  first.destroy();
});
