/** The devices of a target as a file: read page by page, so that a large fleet is a longer wait and nothing else. */
import type { Client } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { displayStateOf } from '../../live/display-state.ts';
import { type BatchTarget, filtersOf } from './batch-target.ts';
import { csvOf, download } from './csv.ts';

const ExportDevices_DevicesQuery = graphql(`
  query ExportDevices_DevicesQuery($q: String, $after: String) {
    devices(first: 200, q: $q, after: $after) {
      edges {
        node {
          id
          name
          kind
          trust
          phase
          connectivity {
            mode
            lastSeenAt
          }
          domain {
            id
            path
          }
          location {
            id
            name
          }
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const head = ['name', 'id', 'kind', 'domain', 'location', 'state', 'trust', 'phase', 'last heartbeat'];

/** Reads and hands over `devices.csv`; answers why it could not, in words. */
export async function exportDevices(client: Client, target: BatchTarget): Promise<string | undefined> {
  const rows: (string | null)[][] = [];
  for (const q of filtersOf(target)) {
    let after: string | null = null;
    do {
      const result: Awaited<ReturnType<typeof readPage>> = await readPage(client, q, after);
      if (!result.data) return result.error ? describeFailure(result.error).message : 'The list could not be read.';
      const { edges, pageInfo } = result.data.devices;
      for (const { node } of edges) {
        const { name, id, kind, domain, location, trust, phase, connectivity } = node;
        const state = displayStateOf(node);
        rows.push([name, id, kind, domain.path, location?.name ?? null, state, trust, phase, connectivity.lastSeenAt]);
      }
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
  }
  download('devices.csv', csvOf(head, rows));
  return undefined;
}

function readPage(client: Client, q: string, after: string | null) {
  const variables = { q: q || null, after };
  return client.query(ExportDevices_DevicesQuery, variables, { requestPolicy: 'network-only' }).toPromise();
}
