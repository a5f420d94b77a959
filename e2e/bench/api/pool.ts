/**
 * Devices that came in through the public flow: a token, a claim without a certificate, an approval, the certificate
 * by proof of the key. Each has a key, a certificate and a TLS connection of its own.
 */
import { X509Certificate } from 'node:crypto';
import { documentIds, type OperationName } from '../../../agent/documents/ids.ts';
import { authorityOf } from '../../../agent/identity/authority.ts';
import type { DeviceKey } from '../../../agent/identity/key.ts';
import { collectionProof } from '../../../agent/identity/proof.ts';
import { signingRequest } from '../../../agent/identity/signing-request.ts';
import { presentedChain } from '../../../agent/transport.ts';
import type { Integration } from './operator.ts';
import { Wire } from './wire.ts';

const benchLabel = { key: 'origin', value: 'api-bench' };

/** A device that has claimed; without a rule it has no certificate yet. */
export type Claimed = {
  readonly deviceId: string;
  readonly nonce: string;
  readonly certificatePem: string | null;
  readonly key: DeviceKey;
};

/** A device with a certificate and a connection. */
export type PoolDevice = {
  readonly deviceId: string;
  readonly tenantId: string;
  readonly fingerprint: string;
  readonly wire: Wire;
};

/** The text of a call at the agents' door. */
export function callText(operation: OperationName, variables: unknown): string {
  const persistedQuery = { version: 1, sha256Hash: documentIds[operation] };
  return JSON.stringify({ extensions: { persistedQuery }, variables });
}

/** The way in: an operator's side and a nameless device's side. */
export class FrontDesk {
  readonly #integration: Integration;
  readonly #agentsUrl: string;
  readonly #caPem: string;
  readonly #wire: Wire;

  private constructor(parts: { integration: Integration; agentsUrl: string; caPem: string; sockets: number }) {
    this.#integration = parts.integration;
    this.#agentsUrl = `${parts.agentsUrl}/graphql`;
    this.#caPem = parts.caPem;
    this.#wire = new Wire(this.#agentsUrl, { sockets: parts.sockets, tls: { ca: parts.caPem } });
  }

  /** Learns the authority from a token, as an agent does. */
  static async open(integration: Integration, place: { agentsUrl: string; domainId: string; sockets: number }) {
    const { caFingerprint } = await newToken(integration, { domainId: place.domainId, labels: [] });
    const caPem = authorityOf(await presentedChain(place.agentsUrl), caFingerprint);
    return new FrontDesk({ integration, caPem, ...place });
  }

  /** Creates a token, claims with it, and has a person approve. The key was made before. */
  async register(key: DeviceKey, domainId: string): Promise<Claimed> {
    const claimed = await this.#claim(key, { domainId, labels: [] });
    await this.#integration.ask(
      'mutation BenchApprove($id: ID!) { approveDevice(input: { deviceId: $id }) { trust } }',
      {
        id: claimed.deviceId,
      },
    );
    return claimed;
  }

  /** Makes the rule that lets devices with the bench's label in without a person. */
  async allowByRule(): Promise<void> {
    const document =
      'mutation BenchRule($input: CreateAutoApprovalRuleInput!) { createAutoApprovalRule(input: $input) { id } }';
    await this.#integration.ask(document, { input: { name: 'API bench', labels: [benchLabel] } });
  }

  /** Creates a token and claims with it; the rule approves, so the answer carries the certificate already. */
  async registerByRule(key: DeviceKey, domainId: string): Promise<void> {
    const { certificatePem } = await this.#claim(key, { domainId, labels: [benchLabel] });
    if (certificatePem === null) throw new Error('the rule did not approve');
  }

  /** The certificate by proof of the key, and a connection with it. */
  async collect({ deviceId, nonce, key }: Claimed): Promise<PoolDevice> {
    const input = { deviceId, nonce, signature: collectionProof(key, deviceId, nonce) };
    const body = callText('collectCertificate', { input });
    type Collected = { collectCertificate: { certificatePem: string | null } };
    const { certificatePem } = (await this.#wire.ask<Collected>(body)).collectCertificate;
    if (certificatePem === null) throw new Error('an approved device got no certificate');
    const certificate = new X509Certificate(certificatePem);
    const tenantId = /urn:flotilla:tenant:([0-9a-f-]+):device:/.exec(certificate.subjectAltName ?? '')?.[1] ?? '';
    const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    const tls = { ca: this.#caPem, key: key.pem, cert: certificatePem };
    return { deviceId, tenantId, fingerprint, wire: new Wire(this.#agentsUrl, { sockets: 1, tls }) };
  }

  /** Closes the kept connections. */
  close(): void {
    this.#wire.close();
  }

  async #claim(key: DeviceKey, token: { domainId: string; labels: readonly object[] }): Promise<Claimed> {
    const made = await newToken(this.#integration, token);
    const csrPem = signingRequest(key, 'bench');
    const input = {
      token: made.token,
      csrPem,
      name: 'bench',
      kind: 'VIRTUAL',
      bootId: 'boot-1',
      agentVersion: '1.0.0',
    };
    const { claimDevice } = await this.#wire.ask<{ claimDevice: Omit<Claimed, 'key'> }>(
      callText('claimDevice', { input }),
    );
    return { ...claimDevice, key };
  }
}

async function newToken(
  integration: Integration,
  input: { domainId: string; labels: readonly object[] },
): Promise<{ token: string; caFingerprint: string }> {
  type Made = { createEnrollmentToken: { token: string; caFingerprint: string } };
  const document = `mutation BenchToken($input: CreateEnrollmentTokenInput!) {
    createEnrollmentToken(input: $input) { token caFingerprint }
  }`;
  return (await integration.ask<Made>(document, { input })).createEnrollmentToken;
}
