/** Domains for journeys whose devices must not stand among those of others. */
import type { Browser } from '@playwright/test';
import { ask, people, valueOf, windowOf } from './journey.ts';
import type { Stack } from './stack.ts';

/** What a domain is made of. Settings are those of the API, by their names. */
export type DomainOrder = {
  readonly name: string;
  readonly slug: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};

/** Makes a domain as the tenant's administrator does; answers its id. */
export async function makeDomain(browser: Browser, stack: Stack, order: DomainOrder): Promise<string> {
  const { name, slug, settings } = order;
  const { page, context } = await windowOf(browser, { stack, email: people.admin });
  const create = 'mutation ($input: CreateDomainInput!) { createDomain(input: $input) { id } }';
  const created = await ask(page, stack, { query: create, variables: { input: { name, slug } } });
  const { id } = valueOf<{ id: string }>(created, 'createDomain');
  if (settings) {
    const set = 'mutation ($input: SetDomainSettingsInput!) { setDomainSettings(input: $input) { id } }';
    const done = await ask(page, stack, { query: set, variables: { input: { domainId: id, ...settings } } });
    valueOf(done, 'setDomainSettings');
  }
  await context.close();
  return id;
}
