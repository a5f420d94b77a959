/** What `docker compose --profile development up` would run, run. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadComposeFile } from './compose-file.ts';
import { LocalStack } from './local-stack.ts';
import { ask, signIn } from './person.ts';

const root = resolve(import.meta.dirname, '../..');
const variables = {
  POSTGRES_PASSWORD: 'superuser-secret',
  FLOTILLA_OWNER_PASSWORD: 'owner-secret',
  FLOTILLA_APP_PASSWORD: 'app-secret',
  FLOTILLA_CLICKHOUSE_PASSWORD: 'metrics-secret',
  FLOTILLA_OIDC_CLIENT_SECRET: 'client-secret-of-the-compose-test',
};

describe('the distributed layout', () => {
  const directory = mkdtempSync(join(tmpdir(), 'flotilla-compose-'));
  let stack: LocalStack;

  // PostgreSQL's user must be able to enter, and a temporary directory is its maker's alone.
  chmodSync(directory, 0o755);

  beforeAll(async () => {
    const build = join(root, 'subgraphs/launcher/build-command.ts');
    // What does not build is not started either, and then says so itself.
    spawnSync(process.execPath, ['--conditions=flotilla-source', build], { cwd: root, stdio: 'ignore' });
    const file = loadComposeFile(join(root, 'docker-compose.yml'), variables);
    stack = await LocalStack.start({ file, root, directory });
  }, 240_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  test('lets a development user sign in and answers from more than one subgraph', async () => {
    const apiUrl = `http://localhost:${stack.port('gateway', 4000)}`;
    const cookie = await signIn(apiUrl, 'operator@harbour.test', 'flotilla');
    const answer = await ask(
      apiUrl,
      cookie,
      'query Compose { viewer { user { email } } devices(first: 1) { totalCount } attentionQueue { totalCount } }',
    );
    expect(answer).toMatchObject({
      data: {
        viewer: { user: { email: 'operator@harbour.test' } },
        devices: { totalCount: 0 },
        attentionQueue: { totalCount: 0 },
      },
    });
  });

  test('serves the console', async () => {
    const response = await fetch(`http://127.0.0.1:${stack.port('console', 3000)}/`, { redirect: 'follow' });
    expect(response.status).toBeLessThan(400);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  test('stops every service within its time when it is asked to', { timeout: 60_000 }, async () => {
    expect(await stack.stop()).toEqual([]);
  });
});
