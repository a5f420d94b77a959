/** What a resolver may touch: the verified viewer, its tenant's rows, commands, loaders. Nothing is ambient. */
import type DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Aggregate } from './aggregate.ts';
import type { Database } from './database.ts';
import { Refusal } from './errors.ts';
import type { Event } from './event.ts';
import { handle, type Instruction, type Outcome } from './handle.ts';
import { Loaders, type LoaderDefinition } from './loader.ts';
import type { LogTail } from './log/tail.ts';
import type { Logger } from './logger.ts';
import type { Viewer } from './viewer.ts';

/** Everything of a process that a request context is made from. */
export type ContextParts = {
  readonly viewer: Viewer;
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  /** Read only when something is logged: most requests never make the logger they could have. */
  readonly logger: Logger;
};

/**
 * The context of one request, or of one event of a subscription. Apollo Server copies it property by property onto
 * the same prototype, so its fields must be ordinary ones: `#private` fields would be lost on the way.
 */
export class Context {
  readonly viewer: Viewer;
  private readonly parts: ContextParts;
  private readonly loaders: Loaders;

  constructor(parts: ContextParts) {
    this.parts = parts;
    this.viewer = parts.viewer;
    this.loaders = new Loaders((work) => this.read(work));
  }

  /** Logs with the request's id, tenant and device. */
  get logger(): Logger {
    return this.parts.logger;
  }

  /** The viewer's tenant. Refuses with FORBIDDEN when it has none. */
  get tenantId(): string {
    const { tenantId } = this.viewer;
    if (tenantId === null) throw new Refusal('FORBIDDEN', 'This call belongs to no tenant. Sign in to one first.');
    return tenantId;
  }

  /** Runs a query that sees the viewer's tenant and nothing else. */
  read<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return this.parts.database.inTenant(this.tenantId, work);
  }

  /** Handles a command as the viewer and wakes those who follow the log. */
  async handle<State, Command, E extends Event>(
    aggregate: Aggregate<State, Command, E>,
    instruction: Omit<Instruction<Command, State>, 'viewer'>,
  ): Promise<Outcome<State, E>> {
    const outcome = await handle(this.parts.database, aggregate, { ...instruction, viewer: this.viewer });
    if (outcome.events.length > 0) this.parts.tail.committed();
    return outcome;
  }

  /** This request's instance of a declared loader. */
  loader<Key, Value>(definition: LoaderDefinition<Key, Value>): DataLoader<Key, Value | null> {
    return this.loaders.get(definition);
  }

  /** The same caller with fresh loaders: one for each event of a subscription. */
  renewed(): Context {
    return new Context(this.parts);
  }
}
