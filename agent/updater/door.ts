/**
 * The updater's way to the control plane: who this device is by its certificate, whether the pinned control plane can be
 * reached, and how its mirror is spoken to. Mirrors of others are anybody's, and get nothing of this device's identity.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { TrustedClock } from '../clock/trusted-clock.ts';
import { AgentFailure, reasonOf } from '../failure.ts';
import { authorityOf } from '../identity/authority.ts';
import { Signer } from '../identity/signer.ts';
import type { Enrollment, Journal } from '../journal.ts';
import { PinnedAgent } from '../pinned-agent.ts';
import { Detour } from '../relay/behind/detour.ts';
import { Connection } from '../running/connection.ts';
import { presentedChain } from '../transport.ts';
import { metadataBehind, type MetadataPlace } from './metadata/metadata-place.ts';

/** Who an updater works for. */
export type Holder = { readonly deviceId: string; readonly tenantId: string };

const reachMs = 5_000;
const timestampBytesMax = 16_384;

/** One device's door. */
export class Door {
  readonly holder: Holder;
  readonly connection: Connection;
  readonly #journal: Journal;
  readonly #enrollment: Enrollment;
  readonly #detour: Detour | null;
  #agent: PinnedAgent | null = null;

  /** `via` is a relay, or null. Throws an AgentFailure when the device is not enrolled, or its certificate names no tenant. */
  constructor(journal: Journal, via: string | null) {
    const [enrollment, certificatePem] = [journal.enrollment(), journal.certificate()];
    if (!enrollment || !certificatePem) throw new AgentFailure('This device is not enrolled. Enroll it first.');
    this.#journal = journal;
    this.#enrollment = enrollment;
    const clock = new TrustedClock(journal);
    const signer = new Signer(journal);
    const parts = { journal, sign: (text: string) => signer.sign(text), now: () => clock.now() };
    this.#detour = via === null ? null : Detour.open({ ...parts, url: via });
    this.connection = new Connection(journal, { clock, detour: this.#detour });
    this.holder = holderIn(certificatePem);
  }

  /** Why the pinned control plane cannot be reached, or null. Nothing is sent to it. */
  async reach(): Promise<string | null> {
    const { agentsUrl, caFingerprint } = this.#enrollment;
    try {
      authorityOf(await presentedChain(agentsUrl, reachMs), caFingerprint);
      return null;
    } catch (fault) {
      // Whatever it answers by the other way: it is the pinned control plane, or there is no answer.
      const other = this.#detour && (await this.metadata.get('timestamp.json', timestampBytesMax).catch(() => 'none'));
      return this.#detour && other !== 'none' ? null : reasonOf(fault);
    }
  }

  /** Where the control plane itself has an artifact's bytes. */
  addressOf(digest: string): string {
    return new URL(`/artifacts/${digest}`, this.#enrollment.agentsUrl).href;
  }

  /** The update metadata of the control plane. */
  get metadata(): MetadataPlace {
    return metadataBehind(this.#enrollment.agentsUrl, (url) => this.agentFor(url));
  }

  /** How an address is spoken to; undefined for everybody but the control plane. */
  agentFor(url: URL): Agent | undefined {
    const own = new URL(this.#enrollment.agentsUrl);
    return url.origin === own.origin ? (this.#agent ??= this.#pinned(own.hostname)) : undefined;
  }

  /** Closes all connections. */
  close(): void {
    this.connection.close();
    this.#agent?.destroy();
    this.#detour?.close();
  }

  #pinned(host: string): PinnedAgent {
    const [key, caPem, cert] = [this.#journal.key(), this.#journal.authority(), this.#journal.certificate()];
    if (!key || !caPem || !cert) throw new AgentFailure('The key of this device is gone. Enroll it again.');
    const secureContext = createSecureContext({ ca: caPem, minVersion: 'TLSv1.2', key: key.pem, cert });
    const detour = this.#detour;
    const pin = { caPem, host, now: () => this.connection.clock.now() };
    const way = detour && { dial: () => this.#dialled(detour) };
    return new PinnedAgent({ ...pin, ...way }, { secureContext, maxCachedSessions: 0 });
  }

  /** Straight, or by a line through the relay; TLS ends at the control plane either way. */
  async #dialled(detour: Detour): Promise<Duplex> {
    if (!(await detour.isStraight())) return detour.dial();
    const { hostname, port } = new URL(this.#enrollment.agentsUrl);
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), timeout: reachMs });
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(reachMs) });
      return socket.setTimeout(0);
    } catch (fault) {
      socket.destroy();
      detour.doubt();
      throw fault;
    }
  }
}

function holderIn(certificatePem: string): Holder {
  const names = new X509Certificate(certificatePem).subjectAltName ?? '';
  const [, tenantId, deviceId] = /URI:urn:flotilla:tenant:([\w-]+):device:([\w-]+)/.exec(names) ?? [];
  if (tenantId && deviceId) return { tenantId, deviceId };
  throw new AgentFailure('The certificate of this device does not say of which tenant it is. Enroll it again.');
}
