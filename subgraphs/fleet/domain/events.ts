/** What can happen to a domain, as facts. */
import type { Event } from '@flotilla/kernel/event';

/** A scope of trust and authority was created. `path` is the slugs from the root, joined by `/`. */
export type DomainCreated = Event<
  'DomainCreated',
  {
    readonly domainId: string;
    readonly name: string;
    readonly slug: string;
    readonly parentId: string | null;
    readonly path: string;
  }
>;

/** Every fact of the stream `domain-<id>`. */
export type DomainEvent = DomainCreated;
