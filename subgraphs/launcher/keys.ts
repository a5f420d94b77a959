/**
 * Every secret of an embedded installation, made once: the gateway's signing pair, the master key that encrypts the
 * certificate authority's key at rest, and the passwords between the services. Files only their owner can read.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The passwords between services. */
export type Passwords = {
  readonly postgres: string;
  readonly flotilla: string;
  readonly flotilla_app: string;
  readonly oidcClientSecret: string;
  readonly clickhouse: string;
};

const passwordNames: readonly (keyof Passwords)[] = [
  'postgres',
  'flotilla',
  'flotilla_app',
  'oidcClientSecret',
  'clickhouse',
];

/** Where the key files are, and the passwords. */
export type Keys = {
  readonly gatewayPrivateKeyFile: string;
  readonly gatewayPublicKeyFile: string;
  readonly masterKeyFile: string;
  readonly passwords: Passwords;
};

function writeSecret(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function makeGatewayPair(privateFile: string, publicFile: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeSecret(publicFile, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  writeSecret(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** Reads the keys of the data directory, making what is missing. */
export function ensureKeys(dataDirectory: string): Keys {
  const directory = join(dataDirectory, 'keys');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const gatewayPrivateKeyFile = join(directory, 'gateway.pem');
  const gatewayPublicKeyFile = join(directory, 'gateway.pub.pem');
  const masterKeyFile = join(directory, 'master.key');
  const passwordsFile = join(directory, 'passwords.json');
  if (!existsSync(gatewayPrivateKeyFile)) makeGatewayPair(gatewayPrivateKeyFile, gatewayPublicKeyFile);
  if (!existsSync(masterKeyFile)) writeSecret(masterKeyFile, `${randomBytes(32).toString('base64')}\n`);
  const passwords = ensurePasswords(passwordsFile);
  return { gatewayPrivateKeyFile, gatewayPublicKeyFile, masterKeyFile, passwords };
}

/** An installation made before a password was needed gets that one; those it has are never changed. */
function ensurePasswords(path: string): Passwords {
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Passwords>) : {};
  const missing = passwordNames.filter((name) => known[name] === undefined);
  const made = Object.fromEntries(missing.map((name) => [name, randomBytes(24).toString('base64url')]));
  const passwords = { ...known, ...made } as Passwords;
  if (missing.length > 0) writeSecret(path, `${JSON.stringify(passwords, undefined, 2)}\n`);
  return passwords;
}
