/** A pipeline that publishes versions of a service as any pipeline does: by the command line, with a service account. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainEnvironment } from '../config.ts';
import type { Operator } from '../fleet/operator.ts';
import { repository } from '../stack.ts';

const run = promisify(execFile);

/** One pipeline with its signing key. */
export class Pipeline {
  readonly #apiUrl: string;
  readonly #token: string;
  readonly #directory: string;

  private constructor(apiUrl: string, token: string, directory: string) {
    this.#apiUrl = apiUrl;
    this.#token = token;
    this.#directory = directory;
  }

  /** Gives it an account, and lets the tenant trust its key. `operator` administers the tenant. */
  static async make(operator: Operator, directory: string): Promise<Pipeline> {
    mkdirSync(directory, { recursive: true });
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(join(directory, 'release.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' });
    const trust = 'mutation Trust($input: AddSigningKeyInput!) { addSigningKey(input: $input) { keyId } }';
    await operator.ask(trust, { input: { name: 'release', role: 'RELEASE', publicKeyPem } });
    type Made = { createServiceAccount: { token: string } };
    const { createServiceAccount } = await operator.ask<Made>(
      'mutation Account($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { token } }',
      { input: { name: 'pipeline', scopes: ['fleet:read', 'fleet:write'], ttlHours: 1 } },
    );
    return new Pipeline(operator.apiUrl, createServiceAccount.token, directory);
  }

  /** Signs, uploads and promotes a program to the first channel; answers its digest. */
  async publish(name: string, version: string, text: string): Promise<string> {
    const file = join(this.#directory, `${name}-${version}`);
    writeFileSync(file, text);
    const key = join(this.#directory, 'release.pem');
    const pushed = await this.#flotilla('push', file, '--name', name, '--version', version, '--key', key);
    await this.#flotilla('promote', file, '--channel', 'dev');
    return (JSON.parse(pushed) as { digest: string }).digest;
  }

  async #flotilla(...argv: string[]): Promise<string> {
    const env = { ...plainEnvironment(), FLOTILLA_API_URL: this.#apiUrl, FLOTILLA_TOKEN: this.#token };
    const program = join(repository, 'subgraphs/supply-chain/bin/flotilla.mjs');
    const { stdout } = await run(process.execPath, [program, 'artifact', ...argv, '--json'], { cwd: repository, env });
    return stdout;
  }
}
