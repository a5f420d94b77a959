import { connect, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { expect, test } from 'vitest';
import { isDatabaseAway } from './database-away.ts';

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const faultOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => null,
    (fault: unknown) => fault,
  );

test('a server that refuses connections, or ends them in the middle, is away', async () => {
  const client = new pg.Client({ host: '127.0.0.1', port: await closedPort(), user: 'nobody' });
  expect(isDatabaseAway(await faultOf(client.connect()))).toBe(true);
  const rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await new Promise((resolve) => rude.once('listening', resolve));
  const { port } = rude.address() as AddressInfo;
  expect(isDatabaseAway(await faultOf(new pg.Client({ host: '127.0.0.1', port, user: 'nobody' }).connect()))).toBe(
    true,
  );
  await new Promise((resolve) => rude.close(resolve));
});

test('what the server says when it ends, crashed or only begins means that it is away, also as the cause of another fault', () => {
  for (const code of ['57P01', '57P02', '57P03', '08006']) {
    const fault = Object.assign(new Error('the database system is starting up'), { code });
    expect(isDatabaseAway(fault), code).toBe(true);
    expect(isDatabaseAway(new Error('a list could not be read', { cause: fault })), code).toBe(true);
  }
});

test('a statement that fails, a file that is missing and a mistake of ours are none of it', async () => {
  const refused = Object.assign(new Error('duplicate key'), { code: '23505' });
  const missing = Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' });
  const elsewhere = await faultOf(
    new Promise((_, reject) => connect({ path: '/does/not/exist' }).once('error', reject)),
  );
  expect([refused, missing, new TypeError('undefined is not a function'), null].map(isDatabaseAway)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  // PostgreSQL is also reached by a socket in the file system.
  expect(isDatabaseAway(elsewhere)).toBe(true);
});
