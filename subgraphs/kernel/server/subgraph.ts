/** What a bounded context hands to the process that serves it, and what it is given to assemble itself from. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Options } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import type { Database } from '../database.ts';
import type { LogTail } from '../log/tail.ts';
import type { Logger } from '../logger.ts';
import type { Projection } from '../projection/projection.ts';
import type { Viewer } from '../viewer.ts';

/** What a subgraph may use of its process. */
export type Services = {
  /** Opens the subgraph's own pool; closed by the process. */
  openDatabase(schema: string, entities: NonNullable<Options['entities']>): Promise<Database>;
  readonly tail: LogTail;
  readonly logger: Logger;
  readonly env: NodeJS.ProcessEnv;
};

/** An internal route: the gateway posts JSON and gets JSON. Throws a `Refusal` to say no. */
export type InternalRoute = (body: unknown, viewer: Viewer) => Promise<unknown>;

/** A route the gateway passes on verbatim for a browser, e.g. sign-in. Answers by itself. */
export type PublicRoute = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * A route whose bodies are as large as they are, and are never held in memory. The gateway's token names the method and
 * the path instead of the body; what the body is, the route finds out. Answers by itself, or throws a `Refusal`.
 */
export type StreamRoute = (exchange: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly viewer: Viewer;
  /** What follows the route in the path, without the query. */
  readonly rest: string;
}) => Promise<void>;

/** An assembled subgraph. */
export type Subgraph = {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly sdl: string;
  readonly database: Database;
  readonly projections: readonly Projection[];
  /** By path after the subgraph's name, e.g. `/internal/introspect`. POST only; the gateway's token is verified. */
  readonly internalRoutes?: Readonly<Record<string, InternalRoute>>;
  /** By path after the subgraph's name, e.g. `/auth/login`. Any method; the caller is nobody. */
  readonly publicRoutes?: Readonly<Record<string, PublicRoute>>;
  /** By the beginning of the path after the subgraph's name, with its slashes, e.g. `/artifacts/`. GET and POST. */
  readonly streamRoutes?: Readonly<Record<string, StreamRoute>>;
  /** Begins background work: sweeps, writers. Called once, after the projections follow the log. */
  start?(): Promise<void>;
  /** Ends calls that wait for something to happen: called first when the process stops, while it still answers. */
  drain?(): void;
  /** Ends background work and keeps what was promised, e.g. flushes a writer. */
  stop?(): Promise<void>;
  /** Why it cannot serve just now, or null. */
  unready?(): Promise<string | null>;
};
