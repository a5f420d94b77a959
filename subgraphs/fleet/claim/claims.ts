/**
 * How a device comes in and keeps its certificate fresh. A claim spends the token and makes the device in one
 * transaction; proof of key replaces the certificate where there is none to show; rotation shows the one it has.
 */
import { randomUUID } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import { everyTenant, type Database, type EntityManager } from '@flotilla/kernel/database';
import { replay } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { Fact } from '@flotilla/kernel/event';
import { handle } from '@flotilla/kernel/handle';
import { invariant } from '@flotilla/kernel/invariant';
import { append, VersionConflict } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Viewer } from '@flotilla/kernel/viewer';
import { deviceAggregate, enrollmentTokenAggregate } from '../aggregates.ts';
import { ruleFor } from '../auto-approval/auto-approval.ts';
import { findActiveRules } from '../auto-approval/queries.ts';
import type { CertificateAuthority } from '../certificate/certificate-authority.ts';
import type { KeyStore } from '@flotilla/kernel/key-store';
import { isFreshNonce, isSignedBy, newNonce, signedText } from '../certificate/proof.ts';
import { requestedKey } from '../certificate/signing-request.ts';
import type { CommandKeys } from '../command/desk/command-keys.ts';
import type { ApproveDevice, DeviceState, KnownDevice } from '../device/device.ts';
import type { DeviceEvent, IssuedCertificate } from '../device/events.ts';
import { projectDevice } from '../device/projection.ts';
import { defaultDomainSettings } from '../domain-settings/domain-settings.ts';
import { settingsOf } from '../domain-settings/queries.ts';
import type { EnrollmentTokenEvent } from '../enrollment-token/events.ts';
import { projectEnrollmentToken } from '../enrollment-token/projection.ts';
import { findTokenBySecret, type TokenPlacement } from '../enrollment-token/queries.ts';
import { callerOf } from '../heartbeat/device-call.ts';
import type { ClaimDeviceInput, CollectCertificateInput, DeviceClaim } from './graphql.ts';
import { isReuse, noteReuse } from './token-reuse.ts';
import { hashOfSecret, secretOf } from './token-text.ts';
import { Turnstile } from './turnstile.ts';

/** What claims are made with. */
export type ClaimsParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly authority: CertificateAuthority;
  readonly keyStore: KeyStore;
  readonly certificateLifetimeMs: number;
  readonly commandKeys: Pick<CommandKeys, 'of'>;
};

/** The way in for devices. */
export class Claims {
  readonly #parts: ClaimsParts;
  readonly #turnstile = new Turnstile({ insideMax: 4, waitingMax: 500 });

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
  }

  /**
   * Redeems a token for a new device. A token works once: every other redemption is CONFLICT, and tells a caller whose
   * first answer was lost, and who has the same key, how to go on: `details.deviceId` and `details.nonce`.
   */
  async claim(input: ClaimDeviceInput, viewer: Viewer): Promise<DeviceClaim> {
    const publicKey = await requestedKey(input.csrPem);
    const secretHash = hashOfSecret(secretOf(input.token));
    const { database, tail } = this.#parts;
    const redeem = async (em: EntityManager) => {
      const token = await findTokenBySecret(em, secretHash);
      if (!token) {
        throw new Refusal('FORBIDDEN', 'This enrollment token is not known. Ask an operator for a new one.');
      }
      const state = await this.#redeem(em, { token, input, publicKey, viewer });
      return { state, tenantId: token.tenantId };
    };
    const attempt = () => database.inTenant(everyTenant, redeem);
    // Whoever loses the race for a token finds on its second try that it was used.
    const { state, tenantId } = await this.#turnstile
      .pass(() => attempt().catch(onceMoreAfterConflict(attempt)))
      .catch(async (thrown: unknown) => {
        if (isReuse(thrown)) await database.inTenant(everyTenant, (em) => noteReuse(em, secretHash));
        throw thrown;
      });
    tail.committed();
    return this.#answer(state, tenantId);
  }

  /**
   * Answers how a claim stands to whoever proves the device's key: pending, or its certificate. A certificate that is
   * past two thirds of its life, or bound to another key than the one proved, is followed by a new one. FORBIDDEN when
   * it expired longer ago than the domain's `certificateGraceS`.
   */
  async collect(input: CollectCertificateInput, viewer: Viewer): Promise<DeviceClaim> {
    const { keyStore, database } = this.#parts;
    const { deviceId, nonce } = input;
    if (!isFreshNonce(keyStore, { deviceId, nonce, nowMs: Date.now() })) {
      throw new Refusal('CONFLICT', 'This nonce cannot be used any more. Sign the one in details.nonce.', {
        nonce: newNonce(keyStore, deviceId, Date.now()),
      });
    }
    const found = await database.inTenant(everyTenant, async (em) => {
      const history = await readStream<DeviceEvent>(em, streamOf(deviceAggregate.category, deviceId));
      return { state: replay(deviceAggregate, history), tenantId: history[0]?.tenantId };
    });
    const { state, tenantId } = found;
    if (state.stage !== 'known' || tenantId === undefined) throw notProved();
    const text = signedText(deviceId, nonce);
    const keys = [state.next?.publicKey, state.current?.publicKey, state.publicKey];
    const publicKey = keys.find((key) => key !== undefined && isSignedBy(key, text, input.signature));
    if (publicKey === undefined) throw notProved();
    if (state.trust === 'REVOKED') throw new Refusal('FORBIDDEN', 'This device was revoked.', { trust: state.trust });
    if (state.trust === 'PENDING' || isStillGood(newestCertificate(state), publicKey))
      return this.#answer(state, tenantId);
    await this.#assertWithinGrace(tenantId, state);
    const certificate = await this.#certify(tenantId, deviceId, publicKey);
    const command = { type: 'IssueCertificate', certificate, presented: null } as const;
    const actor = `device:${deviceId}`;
    const issued = await handle(database, deviceAggregate, { id: deviceId, command, viewer, tenantId, actor });
    this.#parts.tail.committed();
    return this.#answer(issued.state, tenantId);
  }

  /** Gives a device that showed its certificate the next one, for the key it asks for. */
  async rotate(csrPem: string, viewer: Viewer): Promise<DeviceClaim> {
    const { tenantId, deviceId, fingerprint } = callerOf(viewer);
    const certificate = await this.#certify(tenantId, deviceId, await requestedKey(csrPem));
    const { state } = await handle(this.#parts.database, deviceAggregate, {
      id: deviceId,
      command: { type: 'IssueCertificate', certificate, presented: fingerprint },
      viewer,
    });
    this.#parts.tail.committed();
    return this.#answer(state, tenantId);
  }

  /** An absence can be too long for a key to prove anything: then a person has to let the device in again. */
  async #assertWithinGrace(tenantId: string, state: KnownDevice): Promise<void> {
    const expiredMs = Date.parse(newestCertificate(state)?.notAfter ?? '');
    if (!(Date.now() > expiredMs)) return;
    const graceS = await this.#parts.database.inTenant(tenantId, async (em) => {
      const sql = 'select domain_id from devices where tenant_id = ? and id = ?';
      const [row] = await em.execute<{ domain_id: string }[]>(sql, [tenantId, state.id]);
      const settings = row && (await settingsOf(em, tenantId, [row.domain_id])).get(row.domain_id);
      return (settings ?? defaultDomainSettings).certificateGraceS;
    });
    if (Date.now() < expiredMs + graceS * 1_000) return;
    const graceUntil = new Date(expiredMs + graceS * 1_000).toISOString();
    const words = `Its certificate expired too long ago: its key proved this device until ${graceUntil}.`;
    const details = { trust: state.trust, certificate: 'GRACE_OVER', graceUntil };
    throw new Refusal('FORBIDDEN', `${words} Enroll it again with a new token.`, details);
  }

  /** A certificate for a device; worth nothing until the fact of its issue is recorded. */
  async #certify(tenantId: string, deviceId: string, publicKey: string): Promise<IssuedCertificate> {
    const { authority, certificateLifetimeMs: lifetimeMs } = this.#parts;
    return authority.issueForDevice({ tenantId, deviceId, publicKey, now: new Date(), lifetimeMs });
  }

  /** The command by which somebody approves a pending device: with a certificate for the key it claimed with. */
  async approval(state: DeviceState, tenantId: string, approvedBy: string): Promise<ApproveDevice> {
    if (state.stage !== 'known') throw new Refusal('NOT_FOUND', 'This device does not exist.');
    const certificate = await this.#certify(tenantId, state.id, state.publicKey);
    return { type: 'ApproveDevice', approvedBy, rule: null, certificate };
  }

  /** The token is spent and the device exists, and is approved if a rule says so; or nothing of it. */
  async #redeem(
    em: EntityManager,
    claim: { token: TokenPlacement; input: ClaimDeviceInput; publicKey: string; viewer: Viewer },
  ): Promise<DeviceState> {
    const { token, input, publicKey, viewer } = claim;
    const { tenantId, tokenId, domainId, locationId, labels, channel, now } = token;
    const deviceId = randomUUID();
    const tokenStream = streamOf(enrollmentTokenAggregate.category, tokenId);
    const [history, rules] = await Promise.all([
      readStream<EnrollmentTokenEvent>(em, tokenStream),
      findActiveRules(em, tenantId),
    ]);
    const tokenState = replay(enrollmentTokenAggregate, history);
    if (tokenState.stage === 'redeemed') await this.#refuseSecondUse(em, tokenState.deviceId, publicKey);
    const redeemed = enrollmentTokenAggregate.decide(
      { type: 'RedeemEnrollmentToken', tokenId, deviceId, now },
      tokenState,
    );
    const { name, kind, bootId, agentVersion } = input;
    const place = { domainId, locationId, labels, channel, enrollmentTokenId: tokenId };
    const claimed = deviceAggregate.decide(
      { type: 'ClaimDevice', deviceId, name, kind, bootId, agentVersion, publicKey, ...place },
      deviceAggregate.initialState,
    );
    const state = replay(deviceAggregate, claimed);
    // Signing takes milliseconds, so it comes before the first append takes the head of the log.
    const rule = ruleFor(rules, token);
    const approval = rule && { ...(await this.approval(state, tenantId, `rule:${rule.name}`)), rule };
    const stream = streamOf(deviceAggregate.category, deviceId);
    const { requestId } = viewer;
    await append<EnrollmentTokenEvent | DeviceEvent>(em, {
      tenantId,
      metadata: { actor: `device:${deviceId}`, requestId },
      writes: [
        { stream: tokenStream, expectedVersion: history.length, events: redeemed },
        { stream, expectedVersion: 0, events: claimed },
      ],
      project: async (facts) => {
        for (const fact of facts) await projectEither(em, fact);
      },
    });
    if (!approval) return state;
    const approved = deviceAggregate.decide(approval, state);
    await append<DeviceEvent>(em, {
      tenantId,
      metadata: { actor: approval.approvedBy, requestId },
      writes: [{ stream, expectedVersion: claimed.length, events: approved }],
      project: async (facts) => {
        for (const fact of facts) await projectDevice(em, fact);
      },
    });
    return replay({ ...deviceAggregate, initialState: state }, approved);
  }

  async #refuseSecondUse(em: EntityManager, deviceId: string, publicKey: string): Promise<void> {
    const history = await readStream<DeviceEvent>(em, streamOf(deviceAggregate.category, deviceId));
    const state = replay(deviceAggregate, history);
    if (state.stage !== 'known' || state.publicKey !== publicKey) return;
    const nonce = newNonce(this.#parts.keyStore, deviceId, Date.now());
    const words = 'This enrollment token was used already, by this very key. Collect the certificate instead.';
    throw new Refusal('CONFLICT', words, { token: 'REDEEMED', deviceId, nonce });
  }

  async #answer(state: DeviceState, tenantId: string): Promise<DeviceClaim> {
    invariant(state.stage === 'known', 'a device that was claimed is known');
    const isPending = state.trust === 'PENDING';
    const commandKey = isPending ? null : (await this.#parts.commandKeys.of(tenantId)).publicKey;
    return {
      deviceId: state.id,
      trust: state.trust,
      nonce: newNonce(this.#parts.keyStore, state.id, Date.now()),
      certificatePem: isPending ? null : (newestCertificate(state)?.pem ?? null),
      caPem: this.#parts.authority.certificatePem,
      commandKey,
      retryAfterMs: isPending ? Math.round(1_500 + Math.random() * 1_000) : null,
    };
  }
}

function newestCertificate(state: KnownDevice): IssuedCertificate | null {
  return state.next ?? state.current;
}

function isStillGood(certificate: IssuedCertificate | null, publicKey: string): boolean {
  if (certificate?.publicKey !== publicKey) return false;
  const [from, to] = [Date.parse(certificate.notBefore), Date.parse(certificate.notAfter)];
  return Date.now() < from + ((to - from) * 2) / 3;
}

/** The same words whether the device exists or not: ids are not to be tried out. */
function notProved(): Refusal {
  return new Refusal('FORBIDDEN', 'The signature is not by the key of this device.', { element: 'signature' });
}

function onceMoreAfterConflict<T>(attempt: () => Promise<T>): (thrown: unknown) => Promise<T> {
  return (thrown) => {
    if (thrown instanceof VersionConflict) return attempt();
    throw thrown;
  };
}

async function projectEither(em: EntityManager, fact: Fact<EnrollmentTokenEvent | DeviceEvent>): Promise<void> {
  switch (fact.type) {
    case 'EnrollmentTokenCreated':
    case 'EnrollmentTokenRedeemed':
    case 'EnrollmentTokenRevoked':
    case 'EnrollmentTokenReuseAttempted':
      return projectEnrollmentToken(em, fact);
    default:
      return projectDevice(em, fact);
  }
}
