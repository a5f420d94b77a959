/** The contract as the gateway reads it: the supergraph and the trusted documents, generated into `schema/`. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@flotilla/kernel/config';
import { parse } from 'graphql';

/** A trusted document of the agents: which subgraph answers it, and its text. */
export type AgentDocument = { readonly operation: string; readonly subgraph: string; readonly document: string };

/** Everything both doors serve by. */
export type Contract = {
  /** The supergraph's SDL. */
  readonly supergraph: string;
  /** The console's documents by the SHA-256 of their text. */
  readonly consoleDocuments: ReadonlyMap<string, string>;
  /** The agents' documents by the SHA-256 of their text. */
  readonly agentDocuments: ReadonlyMap<string, AgentDocument>;
};

const files = ['supergraph.graphql', 'console-documents.json', 'agent-documents.json'] as const;

/** Reads the contract. Throws `ConfigError` when a file is not there or does not hold what it should. */
export function readContract(schemaDir: string): Contract {
  const supergraph = readSupergraph(schemaDir);
  const contract = {
    supergraph,
    consoleDocuments: readConsoleDocuments(schemaDir),
    agentDocuments: readAgentDocuments(schemaDir),
  };
  const known = subgraphNames(supergraph);
  for (const [hash, { subgraph }] of contract.agentDocuments) {
    if (!known.includes(subgraph)) throw damaged('agent-documents.json', `${hash}, which is for ${subgraph}`);
  }
  return contract;
}

/** Changes whenever one of the contract's files is written; a file that is not there counts as written, too. */
export function contractStamp(schemaDir: string): string {
  const stamps = files.map((name) => statSync(join(schemaDir, name), { throwIfNoEntry: false }));
  return stamps.map((stat) => (stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : 'none')).join(', ');
}

function readSupergraph(schemaDir: string): string {
  const text = readText(schemaDir, 'supergraph.graphql');
  try {
    parse(text, { noLocation: true });
    return text;
  } catch (cause) {
    const words = `FLOTILLA_SCHEMA_DIR: supergraph.graphql is no GraphQL: ${(cause as Error).message}; run npm run schema`;
    throw new ConfigError(words);
  }
}

function readConsoleDocuments(schemaDir: string): ReadonlyMap<string, string> {
  const documents = readJson(schemaDir, 'console-documents.json');
  for (const [hash, text] of Object.entries(documents)) {
    if (typeof text !== 'string' || hash !== sha256(text)) throw damaged('console-documents.json', hash);
  }
  return new Map(Object.entries(documents) as [string, string][]);
}

function readAgentDocuments(schemaDir: string): ReadonlyMap<string, AgentDocument> {
  const documents = readJson(schemaDir, 'agent-documents.json') as Record<string, Partial<AgentDocument> | null>;
  for (const [hash, entry] of Object.entries(documents)) {
    const texts = [entry?.operation, entry?.subgraph, entry?.document];
    const isWhole = texts.every((text) => typeof text === 'string') && hash === sha256(String(entry?.document));
    if (!isWhole) throw damaged('agent-documents.json', hash);
  }
  return new Map(Object.entries(documents) as [string, AgentDocument][]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
