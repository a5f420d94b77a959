/** The contract as the gateway reads it: the supergraph and the trusted documents, generated into `schema/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@flotilla/kernel/config';

/** A trusted document of the agents: which subgraph answers it, and its text. */
export type AgentDocument = { readonly operation: string; readonly subgraph: string; readonly document: string };

/** The supergraph's SDL. Throws `ConfigError` when the file is not there. */
export function readSupergraph(schemaDir: string): string {
  return readText(schemaDir, 'supergraph.graphql');
}

/** The console's documents by the SHA-256 of their text. */
export function readConsoleDocuments(schemaDir: string): ReadonlyMap<string, string> {
  const documents = readJson(schemaDir, 'console-documents.json');
  for (const [hash, text] of Object.entries(documents)) {
    if (typeof text !== 'string') throw damaged('console-documents.json', hash);
  }
  return new Map(Object.entries(documents) as [string, string][]);
}

/** The agents' documents by the SHA-256 of their text. */
export function readAgentDocuments(schemaDir: string): ReadonlyMap<string, AgentDocument> {
  const documents = readJson(schemaDir, 'agent-documents.json') as Record<string, Partial<AgentDocument> | null>;
  for (const [hash, entry] of Object.entries(documents)) {
    const texts = [entry?.operation, entry?.subgraph, entry?.document];
    if (texts.some((text) => typeof text !== 'string')) throw damaged('agent-documents.json', hash);
  }
  return new Map(Object.entries(documents) as [string, AgentDocument][]);
}

function readJson(schemaDir: string, name: string): Record<string, unknown> {
  const text = readText(schemaDir, name);
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new ConfigError(`FLOTILLA_SCHEMA_DIR: ${join(schemaDir, name)} is not JSON; run npm run schema`);
  }
}

function readText(schemaDir: string, name: string): string {
  try {
    return readFileSync(join(schemaDir, name), 'utf8');
  } catch {
    throw new ConfigError(`FLOTILLA_SCHEMA_DIR: ${join(schemaDir, name)} cannot be read; run npm run schema`);
  }
}

function damaged(name: string, hash: string): ConfigError {
  return new ConfigError(`FLOTILLA_SCHEMA_DIR: ${name} is damaged at ${hash}; run npm run schema`);
}

/** The names of the subgraphs a supergraph is made of, as its `join__Graph` enum has them. */
export function subgraphNames(supergraph: string): string[] {
  return [...supergraph.matchAll(/@join__graph\(\s*name:\s*"([^"]+)"/g)].map((match) => match[1] as string);
}
