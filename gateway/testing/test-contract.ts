/** A contract for tests: what `npm run schema` writes for the product, made of the test graph, with a pair of keys. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { testGraph } from './test-graph.ts';

/** The console that may call. */
export const consoleUrl = 'http://localhost:3999';

/** The hash a trusted document is named by. */
export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** The trusted documents of a test. */
export type TestDocuments = {
  readonly consoleDocuments?: readonly string[];
  readonly agentDocuments?: readonly { operation: string; subgraph: string; document: string }[];
};

/** A contract in a folder of its own, and the environment that points a gateway to it. */
export type TestContract = {
  readonly env: Record<string, string>;
  /** By which subgraphs know the gateway. */
  readonly publicKeyPem: string;
  remove(): void;
};

/** Writes the contract of a graph. */
export function writeContract(graph: ReturnType<typeof testGraph>, documents: TestDocuments): TestContract {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-gateway-'));
  const composed = composeServices(
    Object.entries(graph).map(([name, { sdl }]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (!composed.supergraphSdl) throw new Error(JSON.stringify(composed.errors));
  const consoleDocuments = (documents.consoleDocuments ?? []).map((document) => [hashOf(document), document]);
  const agentDocuments = (documents.agentDocuments ?? []).map((each) => [hashOf(each.document), each]);
  writeFileSync(join(folder, 'supergraph.graphql'), composed.supergraphSdl);
  writeFileSync(join(folder, 'console-documents.json'), JSON.stringify(Object.fromEntries(consoleDocuments)));
  writeFileSync(join(folder, 'agent-documents.json'), JSON.stringify(Object.fromEntries(agentDocuments)));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyFile = join(folder, 'gateway.pem');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return {
    env: {
      FLOTILLA_API_PORT: '0',
      FLOTILLA_AGENTS_PORT: '0',
      FLOTILLA_CONSOLE_URL: consoleUrl,
      FLOTILLA_SCHEMA_DIR: folder,
      FLOTILLA_GATEWAY_PRIVATE_KEY_FILE: keyFile,
    },
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
