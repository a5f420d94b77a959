/** The lists and counts an operator looks at, asked one after another: what a page of a large fleet costs. */
import type { DirectFleet } from './direct.ts';
import { time, type LoadResult } from './load.ts';
import type { Integration } from './operator.ts';
import type { ServiceCpu } from './service-cpu.ts';

/** One kind of read at one size of the fleet. */
export type Reads = {
  readonly devices: number;
  readonly firstPage: LoadResult;
  readonly filteredPage: LoadResult;
  /** A filter that thousands fit, but none of the first thousands of the order. */
  readonly broadPage: LoadResult;
  /** The same in the order of when devices were last heard, longest ago first: nearly none of those stands first. */
  readonly heardPage: LoadResult;
  readonly deepPage: LoadResult;
  readonly spectrumCount: LoadResult;
  /** The spectrum of a moment that is past, which is counted anew from the histories of devices. */
  readonly asOfCount: LoadResult;
  /** Every signal of the whole tenant. */
  readonly health: LoadResult;
  /** Ways and dots of the whole tenant, as many as the console draws. */
  readonly topology: LoadResult;
  readonly filteredCount: LoadResult;
  /** A count by a part of the name, which no index knows. */
  readonly namedCount: LoadResult;
  /** The first page again, at the subgraph itself. */
  readonly firstPageDirect: LoadResult;
};

type Page = { readonly devices: { readonly edges: readonly unknown[]; readonly pageInfo: PageInfo } };
type PageInfo = { readonly endCursor: string | null; readonly hasNextPage: boolean };

/** What the console's table of devices asks for. */
const pageDocument = `query BenchDevices($first: Int!, $after: String, $q: String, $sort: String) {
  devices(first: $first, after: $after, q: $q, sort: $sort) {
    totalCount
    pageInfo { endCursor hasNextPage }
    edges { cursor node {
      id name kind trust phase state stateSince stateReason channel
      labels { key value }
      domain { id name path slug }
      location { id name }
      connectivity { mode since lastSeenAt linkQuality { rttMs lossPct bandwidthKbps } }
      reported { agentVersion }
    } }
  }
}`;
const walkDocument = `query BenchWalk($first: Int!, $after: String) {
  devices(first: $first, after: $after) { pageInfo { endCursor hasNextPage } }
}`;
const spectrumDocument = 'query BenchSpectrum { spectrum { total buckets { state count } } }';
const asOfDocument = `query BenchAsOf($at: DateTime!) { fleetAsOf(at: $at) { total buckets { state count } } }`;
const healthDocument = `query BenchHealth { fleetHealth { name value threshold state since explanation trend { at value } } }`;
const topologyDocument = `query BenchTopology { topology(dots: 400) {
  relays { relay { id health deviceCount } devices { ...Group } } direct { ...Group }
} }
fragment Group on TopologyGroup { total remainder counts { state count } dots { deviceId name state } }`;
const countDocument = 'query BenchCount($q: String!) { devices(first: 1, q: $q) { totalCount } }';

const callsEach = 60;
const pageRows = 50;
const walkRows = 200;
const deepShare = 0.9;
const filter = 'conn:LIVE label:site=s5 name:kiosk*';
const broadFilter = 'conn:LIVE label:role=kiosk';
const nameFilter = 'conn:LIVE name:99';

/** Where to ask. */
export type ReadScene = {
  readonly integration: Integration;
  readonly direct: DirectFleet;
  readonly tenantId: string;
  readonly cpu: ServiceCpu;
};

/** Times every read. Throws when one answers nothing, because an empty page is quick and proves nothing. */
export async function measureReads(scene: ReadScene): Promise<Reads> {
  const { integration, direct, tenantId, cpu } = scene;
  const first = { first: pageRows };
  const page = async (variables: Record<string, unknown>): Promise<void> => {
    const { devices } = await integration.ask<Page>(pageDocument, variables);
    if (devices.edges.length === 0) throw new Error(`a page is empty: ${JSON.stringify(variables)}`);
  };
  const timed = (call: () => Promise<unknown>): Promise<LoadResult> => time(callsEach, cpu, call);
  const caller = { kind: 'service', subject: 'bench', tenantId, scopes: ['fleet:read'] } as const;
  const { devices, deepCursor } = await survey(integration);
  const at = new Date(Date.now() - 10_000).toISOString();
  return {
    devices,
    firstPage: await timed(() => page(first)),
    filteredPage: await timed(() => page({ ...first, q: filter })),
    broadPage: await timed(() => page({ ...first, q: broadFilter })),
    heardPage: await timed(() => page({ ...first, q: broadFilter, sort: 'lastSeen' })),
    deepPage: await timed(() => page({ ...first, after: deepCursor })),
    spectrumCount: await timed(() => integration.ask(spectrumDocument)),
    asOfCount: await timed(() => integration.ask(asOfDocument, { at })),
    health: await timed(() => integration.ask(healthDocument)),
    topology: await timed(() => integration.ask(topologyDocument)),
    filteredCount: await timed(() => integration.ask(countDocument, { q: broadFilter })),
    namedCount: await timed(() => integration.ask(countDocument, { q: nameFilter })),
    firstPageDirect: await timed(() => direct.ask(caller, pageDocument, first)),
  };
}

/** Walks to nine tenths of the list, page by page as the API wants it, and answers the cursor there. */
async function survey(integration: Integration): Promise<{ devices: number; deepCursor: string | null }> {
  const counted = await integration.ask<{ devices: { totalCount: number } }>(countDocument, { q: '' });
  const devices = counted.devices.totalCount;
  let deepCursor: string | null = null;
  for (let rows = 0; rows < devices * deepShare; rows += walkRows) {
    const variables: Record<string, unknown> = {
      first: Math.min(walkRows, Math.ceil(devices * deepShare) - rows),
      after: deepCursor,
    };
    const { pageInfo }: Page['devices'] = (await integration.ask<Page>(walkDocument, variables)).devices;
    deepCursor = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) break;
  }
  return { devices, deepCursor };
}
