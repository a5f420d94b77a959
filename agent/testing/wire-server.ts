/**
 * The agents' door as a test needs it: real TLS with client certificates and the real wire, a memory for a database,
 * and switches for what can go wrong on the way. It believes exactly what the real one believes: the certificate.
 */
import 'reflect-metadata';
import { createHash, createPublicKey, type KeyObject, randomUUID, verify, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { documentIds, type OperationName } from '../documents/ids.ts';
import { lossText } from '../queue/declaration.ts';
import type { HeartbeatInput, Inventory, ReplayChunk, ReplayHello, TelemetryBatch, TrustState } from '../wire.ts';
import { type Acknowledgement, CommandDesk, testCommandKey } from './command-desk.ts';
import { ReplayDesk } from './replay-desk.ts';
import { ReplayRefused } from './replay-ledger.ts';
import { TestAuthority } from './test-authority.ts';

/** One device as the server knows it. */
export type KnownDevice = {
  readonly deviceId: string;
  readonly name: string;
  /** The request for its present key. */
  csrPem: string;
  trust: TrustState;
  certificatePem: string | null;
  readonly heartbeats: HeartbeatInput[];
  readonly inventories: Inventory[];
  /** What it said it consists of and runs, as it was signed. */
  readonly attestations: Attestation[];
  /** Every batch that was stored, once each. */
  readonly batches: TelemetryBatch[];
  /** Repeats of stored batches. */
  repeats: number;
  readonly watermarks: Map<number, number>;
  readonly replay: ReplayDesk;
  readonly commands: CommandDesk;
  /** A person rotated its credentials: only a new key, proved by the old one, is taken. */
  isRotated: boolean;
  /** It was away for longer than its domain gives. */
  isGraceOver: boolean;
};

/** What goes wrong with one request: nothing, no effect and no answer, or effect without answer. */
export type Mishap = 'none' | 'lost-request' | 'lost-answer';

type ClaimInput = { readonly token: string; readonly csrPem: string; readonly name: string };
type CollectInput = { readonly deviceId: string; readonly nonce: string; readonly signature: string };
type RenewInput = Omit<CollectInput, 'signature'> & {
  readonly csrPem: string;
  readonly oldKeySignature: string;
  readonly newKeySignature: string;
};
type AwaitInput = Parameters<CommandDesk['await']>[0];
/** A signed report. */
export type Attestation = { readonly report: string; readonly signature: string; readonly certificatePem: string };

type ReportInput = Parameters<CommandDesk['report']>[0];
type Answer = { readonly data: unknown } | { readonly refusal: { code: string; message: string; details?: unknown } };

/** A door with its devices. */
export class WireServer {
  readonly authority: TestAuthority;
  readonly devices = new Map<string, KnownDevice>();
  heartbeatIntervalMs = 300;
  /** What new devices are: a rule that approves, or a person who has not looked yet. */
  newDevicesAre: TrustState = 'TRUSTED';
  certificateLifetimeMs = 3_600_000;
  mishap: (operation: OperationName) => Mishap = () => 'none';
  /** What heartbeats are answered in addition. */
  heartbeatFacts: Readonly<Record<string, unknown>> = {};
  /** Every operation that was asked for, in order. */
  readonly operations: OperationName[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #redeemed = new Map<string, string>();

  private constructor(authority: TestAuthority, credentials: { keyPem: string; chainPem: string }) {
    this.authority = authority;
    const { keyPem: key, chainPem: cert } = credentials;
    const tls = { key, cert, ca: authority.pem, requestCert: true, rejectUnauthorized: false };
    this.#server = createServer(tls, (request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens on a free port. With a shift it lives in another time: its clock, and what its authority signs. */
  static async start({ shiftMs = 0 } = {}): Promise<WireServer> {
    const authority = await TestAuthority.create(shiftMs);
    const wire = new WireServer(authority, await authority.server());
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  /** Address of the door. */
  get url(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A token; `fingerprint` can be another authority's. */
  token(fingerprint = this.authority.fingerprint): string {
    const content = { u: this.url, f: fingerprint, s: randomUUID() };
    return `flt1.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
  }

  /** The only device. */
  onlyDevice(): KnownDevice {
    const [device] = this.devices.values();
    if (!device) throw new Error('no device has claimed');
    return device;
  }

  /** Stops listening and hangs up. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { extensions, variables } = JSON.parse(text.toString('utf8'));
    const hash: string = extensions.persistedQuery.sha256Hash;
    const [operation] = Object.entries(documentIds).find(([, id]) => id === hash) ?? [];
    this.operations.push(operation as OperationName);
    const mishap = this.mishap(operation as OperationName);
    if (mishap === 'lost-request') return void request.socket.destroy();
    const answer = await this.#perform(operation as OperationName, variables.input, request.socket as TLSSocket);
    if (mishap === 'lost-answer') return void request.socket.destroy();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(graphQlAnswer(operation ?? '', answer)));
  }

  async #perform(operation: OperationName, input: unknown, socket: TLSSocket): Promise<Answer> {
    if (operation === 'claimDevice') return this.#claim(input as ClaimInput);
    if (operation === 'collectCertificate') return this.#collect(input as CollectInput);
    if (operation === 'renewIdentity') return this.#renewIdentity(input as RenewInput);
    const caller = this.#caller(socket);
    if (!caller) return { refusal: { code: 'UNAUTHENTICATED', message: 'No certificate that counts.' } };
    if (caller.trust === 'REVOKED') {
      return { refusal: { code: 'FORBIDDEN', message: 'This device was revoked.', details: { trust: 'REVOKED' } } };
    }
    if (caller.isRotated) {
      const details = { certificate: 'ROTATED' };
      return { refusal: { code: 'UNAUTHENTICATED', message: 'The credentials were rotated.', details } };
    }
    if (operation === 'heartbeat') return this.#heartbeat(caller, input as HeartbeatInput);
    if (operation === 'pushTelemetry') return this.#push(caller, input as TelemetryBatch);
    if (operation === 'openReplay' || operation === 'uploadReplayChunk' || operation === 'closeReplay') {
      return replayAnswer(caller, operation, input);
    }
    if (operation === 'awaitCommands') return { data: await caller.commands.await(input as AwaitInput) };
    if (operation === 'acknowledgeCommand') return { data: caller.commands.acknowledge(input as Acknowledgement) };
    if (operation === 'reportCommand') return { data: caller.commands.report(input as ReportInput) };
    if (operation === 'rotateCertificate') return this.#rotate(caller, input as { csrPem: string });
    if (operation === 'reportInstalled') return attested(caller, input as Attestation);
    caller.inventories.push(input as Inventory);
    return { data: true };
  }

  #caller(socket: TLSSocket): KnownDevice | undefined {
    const verdict = socket.authorized ? null : String(socket.authorizationError);
    // In another time every certificate seems not yet valid to this machine; who signed it is what counts in tests.
    if (verdict !== null && !(this.authority.shiftMs > 0 && verdict === 'CERT_NOT_YET_VALID')) return undefined;
    const { raw } = socket.getPeerCertificate();
    const device = this.devices.get(new X509Certificate(raw).subject.replace('CN=', ''));
    const isOwn = device && new X509Certificate(raw).publicKey.equals(keyOf(device));
    return isOwn ? device : undefined;
  }

  async #claim(input: ClaimInput): Promise<Answer> {
    const { token, csrPem, name } = input;
    const known = this.#redeemed.get(token);
    if (known) {
      const details = { deviceId: known, nonce: `nonce-${known}` };
      return { refusal: { code: 'CONFLICT', message: 'The token was used.', details } };
    }
    const deviceId = randomUUID();
    const isTrusted = this.newDevicesAre === 'TRUSTED';
    const certificatePem = isTrusted ? await this.authority.device(deviceId, csrPem, this.certificateLifetimeMs) : null;
    this.#redeemed.set(token, deviceId);
    const facts = { deviceId, name, csrPem, trust: this.newDevicesAre, certificatePem, repeats: 0 };
    const watermarks = new Map<number, number>();
    const life = {
      replay: new ReplayDesk(deviceId),
      commands: new CommandDesk(deviceId),
      isRotated: false,
      isGraceOver: false,
    };
    const device = { ...facts, ...life, heartbeats: [], inventories: [], attestations: [], batches: [], watermarks };
    this.devices.set(deviceId, device);
    return claimAnswer(device);
  }

  async #collect(input: CollectInput): Promise<Answer> {
    const device = this.devices.get(input.deviceId);
    const nonce = `nonce-${input.deviceId}`;
    if (!device) return { refusal: { code: 'FORBIDDEN', message: 'Unknown.', details: { trust: 'UNKNOWN' } } };
    if (input.nonce !== nonce) return { refusal: { code: 'CONFLICT', message: 'Stale nonce.', details: { nonce } } };
    if (device.trust === 'REVOKED') {
      return { refusal: { code: 'FORBIDDEN', message: 'This device was denied.', details: { trust: 'REVOKED' } } };
    }
    const text = `flotilla collect ${device.deviceId} ${nonce}`;
    const isProved = !device.isRotated && isSigned(text, input.signature, keyOf(device));
    if (!isProved) return { refusal: { code: 'FORBIDDEN', message: 'The proof is wrong.' } };
    if (device.isGraceOver) {
      const details = { trust: device.trust, certificate: 'GRACE_OVER', graceUntil: '2026-01-01T00:00:00.000Z' };
      return { refusal: { code: 'FORBIDDEN', message: 'Its certificate expired too long ago.', details } };
    }
    const { deviceId, csrPem } = device;
    const certificate = await this.authority.device(deviceId, csrPem, this.certificateLifetimeMs);
    if (device.trust === 'TRUSTED') device.certificatePem = certificate;
    return claimAnswer(device);
  }

  async #renewIdentity(input: RenewInput): Promise<Answer> {
    const device = this.devices.get(input.deviceId);
    if (!device) return { refusal: { code: 'FORBIDDEN', message: 'Unknown.' } };
    const certificate = await this.authority.device(device.deviceId, input.csrPem, this.certificateLifetimeMs);
    const newKey = new X509Certificate(certificate).publicKey;
    // A repeated call, because the first answer was lost, is answered as the first one was.
    if (!device.isRotated && newKey.equals(keyOf(device))) return claimAnswer(device);
    if (!device.isRotated) {
      const details = { certificate: 'NOT_ROTATED' };
      return { refusal: { code: 'CONFLICT', message: 'The credentials were not rotated.', details } };
    }
    const text = `flotilla renew ${device.deviceId} nonce-${device.deviceId} ${digestOf(newKey)}`;
    const { oldKeySignature, newKeySignature } = input;
    const isProved = isSigned(text, oldKeySignature, keyOf(device)) && isSigned(text, newKeySignature, newKey);
    if (!isProved) return { refusal: { code: 'FORBIDDEN', message: 'The proof is wrong.' } };
    Object.assign(device, { csrPem: input.csrPem, certificatePem: certificate, isRotated: false });
    return claimAnswer(device);
  }

  async #rotate(device: KnownDevice, input: { csrPem: string }): Promise<Answer> {
    device.certificatePem = await this.authority.device(device.deviceId, input.csrPem);
    return claimAnswer(device);
  }

  #heartbeat(device: KnownDevice, input: HeartbeatInput): Answer {
    device.heartbeats.push(input);
    const { trust } = device;
    const inventoryWanted = device.inventories.length === 0;
    const serverTime = new Date(Date.now() + this.authority.shiftMs).toISOString();
    const times = { intervalMs: this.heartbeatIntervalMs, serverTime };
    const facts = { trust, phase: 'ACTIVE', inventoryWanted, desiredGeneration: 0, updateHintGeneration: 0 };
    return { data: { ...times, ...facts, ...this.heartbeatFacts } };
  }

  /** The accepted numbers of an epoch are a prefix; anything else is a conflict that says where to go on. */
  #push(device: KnownDevice, batch: TelemetryBatch): Answer {
    const acknowledgedSeq = device.watermarks.get(batch.epoch) ?? 0;
    const receipt = { duplicate: false, stored: 0, rejected: [], retryAfterMs: null };
    if (batch.toSeq <= acknowledgedSeq) {
      device.repeats += 1;
      return { data: { ...receipt, acknowledgedSeq, duplicate: true } };
    }
    if (batch.fromSeq !== acknowledgedSeq + 1) {
      const message = `${batch.fromSeq} does not follow ${acknowledgedSeq}`;
      return { refusal: { code: 'CONFLICT', message, details: { acknowledgedSeq } } };
    }
    device.batches.push(batch);
    device.watermarks.set(batch.epoch, batch.toSeq);
    return { data: { ...receipt, acknowledgedSeq: batch.toSeq, stored: batch.samples?.timesMs.length ?? 0 } };
  }
}

/** Whether the losses a batch declares are signed by the device's key. */
export function areLossesSigned(device: KnownDevice, batch: TelemetryBatch): boolean {
  const key = new X509Certificate(device.certificatePem ?? '').publicKey;
  return batch.dropped.every(({ signature, ...loss }) => {
    const text = lossText(device.deviceId, { ...loss, epoch: batch.epoch });
    return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
  });
}

function replayAnswer(device: KnownDevice, operation: OperationName, input: unknown): Answer {
  const { replay, trust } = device;
  if (trust === 'QUARANTINED') {
    return { refusal: { code: 'FORBIDDEN', message: 'This device is quarantined.', details: { trust } } };
  }
  try {
    if (operation === 'openReplay') return { data: replay.open(input as ReplayHello, keyOf(device)) };
    if (operation === 'uploadReplayChunk') return { data: replay.upload(input as ReplayChunk, keyOf(device)) };
    return { data: replay.close(input as { sessionToken: string; lastSeq: number }) };
  } catch (fault) {
    if (!(fault instanceof ReplayRefused)) throw fault;
    return { refusal: { code: fault.code, message: fault.message, details: fault.details } };
  }
}

/** The public key that a device's newest request is for. */
function keyOf({ csrPem }: KnownDevice): KeyObject {
  const der = new Pkcs10CertificateRequest(csrPem).publicKey.rawData;
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
}

function digestOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex');
}

function isSigned(text: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function claimAnswer({ deviceId, trust, certificatePem }: KnownDevice): Answer {
  return {
    data: {
      deviceId,
      trust,
      nonce: `nonce-${deviceId}`,
      certificatePem,
      commandKey: testCommandKey,
      retryAfterMs: certificatePem ? null : 100,
    },
  };
}

function graphQlAnswer(operation: string, answer: Answer): unknown {
  if ('data' in answer) return { data: { [operation]: answer.data } };
  const { message, ...extensions } = answer.refusal;
  return { data: null, errors: [{ message, extensions }] };
}

/** As the control plane answers: numbers only rise. */
function attested({ attestations }: KnownDevice, input: Attestation): Answer {
  const numberIn = (one: Attestation | undefined): number => (one ? JSON.parse(one.report).sequence : 0);
  const sequence = numberIn(attestations.at(-1));
  if (numberIn(input) <= sequence) {
    return { refusal: { code: 'CONFLICT', message: 'This number is known.', details: { sequence } } };
  }
  attestations.push(input);
  return { data: true };
}
