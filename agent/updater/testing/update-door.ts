/**
 * The agents' door as the updater needs it: real TLS that wants a client certificate, the real wire by hashes of documents,
 * the artifact's bytes beside it, and one device's leases as the control plane keeps them.
 */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { documentIds } from '../../documents/ids.ts';
import { TestAuthority } from '../../testing/test-authority.ts';
import type { ToldIntent } from '../orchestrator-link.ts';
import type { ControlPlane } from './enrolled-state.ts';
import { firstByteOf, type Manner, serveBytes } from './hostile-mirror.ts';
import { MetadataDesk } from './metadata-desk.ts';

type Input = {
  readonly fence: number;
  readonly outcome: string;
  readonly code: string | null;
  readonly agentVersion: string;
  readonly steps: readonly { readonly state: string; readonly at: string }[];
};

/** A refusal as it was told. */
export type ToldRefusal = {
  readonly generation: number;
  readonly intentDigest: string;
  readonly code: string;
  readonly detail: string;
};

type Named = { readonly name: string; readonly version: string; readonly digest: string; readonly size: number };

/** One door. */
export class UpdateDoor {
  readonly #server: Server;
  readonly #authority: TestAuthority;
  /** What the device is to run. */
  intent: ToldIntent | null = null;
  artifact: Buffer = Buffer.alloc(0);
  /** How the artifact is given out, request by request; the last one goes on. */
  manners: readonly Manner[] = ['honest'];
  /** Whether the rollout pauses. */
  isPaused = false;
  /** Leases by fence. */
  readonly leases = new Map<number, string>();
  readonly reports: Input[] = [];
  /** Who says what may be installed; without one there is nothing of the kind here. */
  metadata: MetadataDesk | null = new MetadataDesk();
  #vouched = '';
  /** What heartbeats are answered as the newest update. */
  hint = 0;
  /** Versions of the agent whose heartbeats nobody answers. */
  readonly deafTo = new Set<string>();
  /** Versions of the agent whose heartbeats were answered, in order. */
  readonly beats: string[] = [];
  readonly heard: string[] = [];
  readonly refusals: ToldRefusal[] = [];
  /** Whether nobody hears refusals. */
  isDeafToRefusals = false;

  private constructor(server: Server, authority: TestAuthority) {
    this.#server = server;
    this.#authority = authority;
  }

  /** Listens on a free port. */
  static async open(): Promise<UpdateDoor> {
    const authority = await TestAuthority.create();
    const { keyPem: key, chainPem: cert } = await authority.server();
    const server = createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, (incoming, outgoing) => {
      void door.#serve(incoming, outgoing);
    });
    const door = new UpdateDoor(server, authority);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  /** What a device is enrolled with. */
  get controlPlane(): ControlPlane {
    const url = `https://localhost:${(this.#server.address() as AddressInfo).port}`;
    return { url, caPem: this.#authority.pem, fingerprint: this.#authority.fingerprint };
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const isKnown = (incoming.socket as TLSSocket).getPeerX509Certificate() !== undefined;
    if (!isKnown) return void outgoing.writeHead(401).end();
    if (incoming.url?.startsWith('/metadata/')) {
      const text = this.#metadataFile(incoming.url.slice('/metadata/'.length));
      return void outgoing.writeHead(text === undefined ? 404 : 200).end(text);
    }
    if (incoming.method === 'GET') {
      const asked = this.heard.filter((each) => each === 'artifact').length;
      this.heard.push('artifact');
      const manner = this.manners[Math.min(asked, this.manners.length - 1)] ?? 'honest';
      return serveBytes(outgoing, { manner, bytes: this.artifact, from: firstByteOf(incoming.headers.range) });
    }
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const text = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { extensions, variables } = JSON.parse(text.toString('utf8')) as {
      readonly extensions: { readonly persistedQuery: { readonly sha256Hash: string } };
      readonly variables: { readonly input: Input } & ToldRefusal;
    };
    const [operation = ''] =
      Object.entries(documentIds).find(([, id]) => id === extensions.persistedQuery.sha256Hash) ?? [];
    this.heard.push(operation);
    if (operation === 'refuseUpdate' && this.isDeafToRefusals) return void outgoing.destroy();
    if (operation === 'refuseUpdate') this.refusals.push(variables);
    if (operation === 'heartbeat' && this.deafTo.has(variables.input.agentVersion)) return void outgoing.destroy();
    const answer = { data: { [operation]: this.#answer(operation, variables.input) } };
    outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }

  #answer(operation: string, input: Input): unknown {
    if (operation === 'updateIntent') return this.intent;
    if (operation === 'heartbeat') return this.#beat(input.agentVersion);
    // What else an agent tells is heard and believed.
    if (!operation.endsWith('Update')) return null;
    if (operation === 'refuseUpdate') return true;
    const status = this.leases.get(input.fence);
    if (operation === 'beginUpdate') {
      if (status === 'GRANTED' && !this.isPaused) this.leases.set(input.fence, 'ACTIVE');
      const permitted = this.leases.get(input.fence) === 'ACTIVE';
      return {
        permitted,
        verdict: permitted ? 'PERMITTED' : status === 'GRANTED' ? 'NOT_NOW' : 'STALE',
        retryAfterMs: null,
      };
    }
    this.reports.push(input);
    if (status === 'ACTIVE') this.leases.set(input.fence, input.outcome);
    return this.leases.get(input.fence) === input.outcome;
  }

  /** What is to run may be installed, unless a test says otherwise. */
  #metadataFile(name: string): string | undefined {
    const { artifact } = JSON.parse(this.intent?.intent ?? '{}') as { readonly artifact?: Named };
    const digest = artifact?.digest ?? '';
    if (artifact && digest !== this.#vouched) {
      const target = { length: artifact.size, sha256: digest.replace('sha256:', '') };
      this.metadata?.publish({ [`${artifact.name}/${artifact.version}`]: target });
      this.#vouched = digest;
    }
    return this.metadata?.file(name);
  }

  #beat(agentVersion: string): unknown {
    this.beats.push(agentVersion);
    const facts = { trust: 'TRUSTED', phase: 'ACTIVE', inventoryWanted: false, desiredGeneration: 0 };
    const times = { intervalMs: 250, serverTime: new Date().toISOString() };
    return { ...times, ...facts, updateHintGeneration: this.hint };
  }
}
