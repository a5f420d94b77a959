/** The demo tenants' domains and locations: enough of a tree for filters, crumbs and roll-ups to show what they do. */
import type { Operator } from './operator.ts';

/** Where this machine belongs. */
export type Places = { readonly domainId: string; readonly locationId: string };

type Branch = { readonly name: string; readonly slug: string; readonly children?: readonly Branch[] };

const harbourDomains: readonly Branch[] = [
  {
    name: 'Retail Europe',
    slug: 'retail-eu',
    children: [
      { name: 'Rotterdam', slug: 'rotterdam' },
      { name: 'Hamburg', slug: 'hamburg' },
      { name: 'Gdańsk', slug: 'gdansk' },
    ],
  },
  { name: 'Retail Americas', slug: 'retail-am', children: [{ name: 'Santos', slug: 'santos' }] },
  { name: 'Laboratory', slug: 'lab' },
];

const northwindDomains: readonly Branch[] = [
  { name: 'Pilbara', slug: 'pilbara', children: [{ name: 'Haul road', slug: 'haul-road' }] },
];

const harbourLocations = [
  { name: 'Rotterdam Maasvlakte', timeZone: 'Europe/Amsterdam', natGroup: 'rtm-1' },
  { name: 'Hamburg Altona', timeZone: 'Europe/Berlin', natGroup: 'ham-1' },
  { name: 'Gdańsk Port', timeZone: 'Europe/Warsaw', natGroup: 'gdn-1' },
  { name: 'Santos Terminal', timeZone: 'America/Sao_Paulo', natGroup: 'ssz-1' },
];

/** The domains there are already, by slug, so that an interrupted start goes on where it was. */
async function existingDomains(operator: Operator): Promise<Map<string, string>> {
  const { domains } = await operator.ask<{ domains: { id: string; slug: string }[] }>(
    'query Seed_Domains { domains { id slug } }',
  );
  return new Map(domains.map(({ id, slug }) => [slug, id]));
}

async function makeDomains(operator: Operator, branches: readonly Branch[]): Promise<Map<string, string>> {
  const known = await existingDomains(operator);
  const grow = async (branch: Branch, parentId: string | null): Promise<void> => {
    let id = known.get(branch.slug);
    if (id === undefined) {
      const { name, slug } = branch;
      const { createDomain } = await operator.ask<{ createDomain: { id: string } }>(
        'mutation Seed_Domain($input: CreateDomainInput!) { createDomain(input: $input) { id } }',
        { input: { name, slug, parentId } },
      );
      id = createDomain.id;
      known.set(slug, id);
    }
    for (const child of branch.children ?? []) await grow(child, id);
  };
  for (const branch of branches) await grow(branch, null);
  return known;
}

async function makeLocations(operator: Operator): Promise<Map<string, string>> {
  const here = {
    name: 'This machine',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    natGroup: null,
  };
  const { locations } = await operator.ask<{ locations: { id: string; name: string }[] }>(
    'query Seed_Locations { locations { id name } }',
  );
  const known = new Map(locations.map(({ id, name }) => [name, id]));
  for (const input of [...harbourLocations, here]) {
    if (known.has(input.name)) continue;
    const { createLocation } = await operator.ask<{ createLocation: { id: string } }>(
      'mutation Seed_Location($input: CreateLocationInput!) { createLocation(input: $input) { id } }',
      { input },
    );
    known.set(input.name, createLocation.id);
  }
  return known;
}

/** Makes what is missing in both tenants and answers where this machine belongs. */
export async function makePlaces(signIn: (email: string) => Promise<Operator>): Promise<Places> {
  const harbour = await signIn('admin@harbour.test');
  const domains = await makeDomains(harbour, harbourDomains);
  const locations = await makeLocations(harbour);
  await makeDomains(await signIn('admin@northwind.test'), northwindDomains);
  const domainId = domains.get('lab');
  const locationId = locations.get('This machine');
  if (domainId === undefined || locationId === undefined) throw new Error('the demo places were not made');
  return { domainId, locationId };
}
