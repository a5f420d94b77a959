/** The development issuer as its own process, on a free port and in a directory of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from '../config.ts';

/** A running issuer. */
export type IssuerProcess = { readonly url: string; stop(): Promise<void> };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const startMs = 20_000;

/** Starts it and resolves when it answers. Throws with what it said when it does not. */
export async function startIssuer(variables: Readonly<Record<string, string>> = {}): Promise<IssuerProcess> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const home = mkdtempSync(join(tmpdir(), 'flotilla-issuer-'));
  const words = ['--conditions=flotilla-source', join(repositoryRoot, 'subgraphs/launcher/issuer/main.ts')];
  const child = spawn(process.execPath, words, {
    env: {
      FLOTILLA_DATA_DIR: home,
      FLOTILLA_ISSUER_PORT: String(port),
      FLOTILLA_OIDC_ISSUER: url,
      FLOTILLA_OIDC_CLIENT_SECRET: 'a-secret-of-the-test',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const exit = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exit;
    rmSync(home, { recursive: true, force: true });
  };
  const answers = (): Promise<boolean> =>
    fetch(`${url}/.well-known/openid-configuration`).then(
      (response) => response.ok,
      () => false,
    );
  const deadline = performance.now() + startMs;
  while (!(await answers())) {
    if (child.exitCode === null && performance.now() < deadline) await delay(100);
    else {
      await stop();
      throw new Error(`the issuer did not start:\n${said}`);
    }
  }
  return { url, stop };
}
