/** Receives heartbeats and inventories: shapes them, commits them in groups, answers what the device is to do next. */
import { handle } from '@flotilla/kernel/handle';
import { everyTenant, type Database } from '@flotilla/kernel/database';
import { Refusal } from '@flotilla/kernel/errors';
import type { LogTail } from '@flotilla/kernel/log/tail';
import type { Logger } from '@flotilla/kernel/logger';
import { counter } from '@flotilla/kernel/metrics';
import { systemViewer } from '@flotilla/kernel/viewer';
import { deviceAggregate } from '../aggregates.ts';
import { isUnusual, type Sighting } from '../clone/clone.ts';
import type { InventoryReport } from '../device/events.ts';
import { noteFarewell } from '../retirement/decommissioning.ts';
import type { DeviceWatch } from '../listing/device-watch.ts';
import { originalStanding, type AuthorityStanding } from '../authority/authority.ts';
import { heldOver } from '../authority/queries.ts';
import { DecisionMemory } from './decision-memory.ts';
import type { CloneWatch } from './clone-watch.ts';
import { isUuid } from '../of-tenant.ts';
import type { Caller } from './device-call.ts';
import type { HeartbeatInput, HeartbeatReply, InventoryInput } from './graphql.ts';
import { GroupCommit, type WaitingScope } from './group-commit.ts';
import { recordHeartbeats, type Heartbeat, type HeartbeatOutcome } from './heartbeats.ts';
import { nextIntervalMs } from './interval.ts';
import type { DeclaredMode } from './judgement.ts';
import { SettingsMemory } from './settings-memory.ts';
import { TellingBook, type ToldDevice } from './telling-book.ts';
import {
  contentHashOf,
  recordInventories,
  TrustMoved,
  type InventoryOutcome,
  type ReportedInventory,
} from './inventories.ts';

const received = counter({
  name: 'flotilla_fleet_heartbeats_total',
  help: 'Heartbeats by what became of them.',
  labelNames: ['outcome'],
});

const caps = { batchMax: 500, waitMs: 2, waitingMax: 10_000 } as const;
/** Calls that may wait: no tenant, and no domain of it, takes the places of all others. */
const waitingMax = { tenant: 5_000, domain: 2_500 } as const;
const textMax = 200;
const collectorsMax = 64;

/** What reception works with. */
export type ReceptionParts = {
  readonly database: Database;
  readonly tail: Pick<LogTail, 'committed'>;
  readonly watch: Pick<DeviceWatch, 'heard'>;
  readonly logger: Logger;
  readonly clones: Pick<CloneWatch, 'note' | 'drain'>;
  readonly intervalMs: number;
  readonly perSecondMax: number;
  /** How many devices may call, over all tenants. */
  readonly devices: () => number;
  /** The public key that a tenant's commands are signed with, if that is known without waiting. */
  readonly commandKeys: { known(tenantId: string): string | null };
};

/** What a heartbeat came to, who holds the authority over the device, and what it may decide on its own. */
type Heard = HeartbeatOutcome & {
  readonly authority: Pick<AuthorityStanding, 'epoch' | 'masterOfRecord'>;
  readonly allowedDecisions: readonly string[];
};

/** The desk where devices report. */
export class Reception {
  readonly #parts: ReceptionParts;
  readonly #heartbeats: GroupCommit<Heartbeat, Heard>;
  readonly #settings = new SettingsMemory();
  readonly #decisions = new DecisionMemory();
  readonly #tellings = new TellingBook();
  readonly #inventories: GroupCommit<ReportedInventory, InventoryOutcome>;

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
    const scopesOf = (call: Caller) => this.#scopesOf(call);
    this.#heartbeats = new GroupCommit<Heartbeat, Heard>({
      ...caps,
      scopesOf,
      perform: (calls) => this.#commitHeartbeats(calls),
    });
    this.#inventories = new GroupCommit<ReportedInventory, InventoryOutcome>({
      ...caps,
      scopesOf,
      perform: (calls) => this.#commitInventories(calls),
    });
  }

  /** Records a sign of life. Refuses a device that is not trusted, and too many at once. */
  async heartbeat(caller: Caller, input: HeartbeatInput): Promise<HeartbeatReply> {
    const { intervalMs: baseMs, perSecondMax, devices, watch } = this.#parts;
    const intervalMs = nextIntervalMs({ baseMs, devices: devices(), perSecondMax, random: Math.random() });
    try {
      const outcome = await this.#heartbeats.submit(heartbeatOf(caller, input, intervalMs));
      received.inc({ outcome: 'heard' });
      watch.heard(caller.tenantId, caller.deviceId);
      if (outcome.isNewCertificate) this.#confirmCertificate(caller);
      this.#lookForClone(caller, input, outcome.before);
      return {
        intervalMs,
        serverTime: new Date(),
        trust: outcome.trust,
        phase: outcome.phase,
        inventoryWanted: outcome.isInventoryWanted,
        desiredGeneration: 0,
        updateHintGeneration: outcome.updateHint,
        mode: outcome.mode,
        replayRequired: outcome.isReplayRequired,
        pendingCommands: outcome.pendingCommands,
        cordoned: outcome.isCordoned,
        authorityEpoch: outcome.authority.epoch,
        masterOfRecord: outcome.authority.masterOfRecord,
        allowedDecisions: outcome.allowedDecisions,
        commandKey: this.#newCommandKey(caller, input),
      };
    } catch (thrown) {
      received.inc({ outcome: thrown instanceof Refusal ? thrown.code.toLowerCase() : 'failed' });
      if (thrown instanceof Refusal && thrown.details['trust'] === 'REVOKED') await this.#sayFarewell(caller);
      throw thrown;
    }
  }

  /** The key for a device that says it knows another one, or none. */
  #newCommandKey({ tenantId }: Caller, { commandKey: before }: HeartbeatInput): string | null {
    if (before === null || before === undefined) return null;
    const present = this.#parts.commandKeys.known(tenantId);
    return present === before ? null : present;
  }

  /** Records an inventory. Answers whether it differs from the last one. */
  async inventory(caller: Caller, input: InventoryInput): Promise<boolean> {
    const inventory = inventoryOf(input);
    const report = { ...caller, inventory, contentHash: contentHashOf(inventory) };
    return (await this.#inventories.submit(report)).isNew;
  }

  /** Commits everything that was accepted. */
  async drain(): Promise<void> {
    await Promise.all([this.#heartbeats.drain(), this.#inventories.drain()]);
    await this.#parts.clones.drain();
  }

  /** The domain of a device that this process has not heard yet is not known; it counts in its tenant alone. */
  #scopesOf({ tenantId, deviceId }: Caller): WaitingScope[] {
    const domainId = this.#settings.domainOf(deviceId);
    const tenant = { id: tenantId, max: waitingMax.tenant };
    return domainId === null ? [tenant] : [tenant, { id: domainId, max: waitingMax.domain }];
  }

  async #commitHeartbeats(calls: readonly Heartbeat[]): Promise<readonly (Heard | Refusal)[]> {
    const { database, tail } = this.#parts;
    const { authorities, outcomes, allowed, remember } = await database.inTenant(everyTenant, async (em) => {
      const [authorities, outcomes] = await Promise.all([
        heldOver(em, calls),
        recordHeartbeats(em, calls, this.#settings),
      ]);
      const places = outcomes.flatMap((outcome, index) => {
        const tenantId = calls[index]?.tenantId;
        return outcome instanceof Refusal || tenantId === undefined ? [] : [{ tenantId, domainId: outcome.domainId }];
      });
      const allowed = await this.#decisions.of(em, places);
      return {
        authorities,
        outcomes,
        allowed,
        remember: await this.#tellings.note(em, toldIn(calls, outcomes, allowed)),
      };
    });
    remember();
    if (outcomes.some((outcome) => !(outcome instanceof Refusal) && outcome.hasTransition)) tail.committed();
    return outcomes.map((outcome, index) => {
      if (outcome instanceof Refusal) return outcome;
      const authority = authorities.get(calls[index]?.deviceId ?? '') ?? originalStanding;
      return { ...outcome, authority, allowedDecisions: allowed(outcome.domainId) };
    });
  }

  async #commitInventories(calls: readonly ReportedInventory[]): Promise<readonly (InventoryOutcome | Refusal)[]> {
    const { database, tail } = this.#parts;
    const attempt = () => database.inTenant(everyTenant, (em) => recordInventories(em, calls));
    const outcomes = await attempt().catch((thrown: unknown) => {
      if (thrown instanceof TrustMoved) return attempt();
      throw thrown;
    });
    if (outcomes.some((outcome) => !(outcome instanceof Refusal) && outcome.isNew)) tail.committed();
    return outcomes;
  }

  /** Also where two calls shared a batch and the row only knows the newer one: both are compared with the one before. */
  #lookForClone(caller: Caller, input: HeartbeatInput, before: Sighting | null): void {
    const { bootId: boot, epoch, seq, sentAt } = input;
    const now = { bootId: cappedText('bootId', boot), epoch, seq, sentAtMs: sentAt?.getTime() ?? null };
    if (before && isUnusual(before, now)) this.#parts.clones.note({ caller, before, now });
  }

  /** A device that is out was told so. Whoever takes it out of service waits for that. */
  async #sayFarewell(caller: Caller): Promise<void> {
    const { database, logger } = this.#parts;
    await database
      .inTenant(caller.tenantId, (em) => noteFarewell(em, caller))
      .catch((error: unknown) => logger.warn({ err: error, deviceId: caller.deviceId }, 'a farewell was not noted'));
  }

  /** Not part of the heartbeat's transaction: if it fails, the next heartbeat with the same certificate does it. */
  #confirmCertificate({ tenantId, deviceId, fingerprint }: Caller): void {
    const { database, tail, logger } = this.#parts;
    handle(database, deviceAggregate, {
      id: deviceId,
      command: { type: 'ConfirmCertificate', fingerprint },
      viewer: systemViewer(tenantId),
      actor: `device:${deviceId}`,
    }).then(
      () => tail.committed(),
      (error: unknown) => logger.warn({ err: error, deviceId }, 'a new certificate could not be confirmed just now'),
    );
  }
}

/** What the devices of heartbeats are told that they may decide; one without a journal decides nothing. */
function toldIn(
  calls: readonly Heartbeat[],
  outcomes: readonly (HeartbeatOutcome | Refusal)[],
  allowed: (domainId: string) => readonly string[],
): ToldDevice[] {
  return calls.flatMap(({ tenantId, deviceId, journal, decisionsDigest: acknowledged }, place) => {
    const outcome = outcomes[place];
    if (!outcome || outcome instanceof Refusal || journal === null) return [];
    const at = { epoch: journal.epoch, seq: journal.lastSeq };
    return [{ tenantId, deviceId, allowed: allowed(outcome.domainId), acknowledged, journal: at }];
  });
}

function heartbeatOf(caller: Caller, input: HeartbeatInput, intervalMs: number): Heartbeat {
  const { linkQuality: link, syncDebt: debt, sentAt } = input;
  const skewS = sentAt ? (sentAt.getTime() - Date.now()) / 1_000 : null;
  return {
    ...caller,
    intervalMs,
    bootId: cappedText('bootId', input.bootId),
    epoch: input.epoch,
    seq: input.seq,
    agentVersion: cappedText('agentVersion', input.agentVersion),
    health: input.health,
    uptimeS: input.uptimeS ?? null,
    rttMs: link?.rttMs ?? null,
    lossPct: link?.lossPct ?? null,
    bandwidthKbps: link?.bandwidthKbps ?? null,
    secondsBehind: debt?.secondsBehind ?? 0,
    backlogMessages: debt?.backlogMessages ?? 0,
    clockSkewS: skewS,
    capabilities: input.capabilities?.slice(0, collectorsMax).map((name) => cappedText('capabilities', name)) ?? null,
    seriesCount: input.seriesCount ?? null,
    policyAgeS: input.policyAgeS ?? null,
    declared: declaredMode(input),
    relayId: input.relayId ? checkedId('relayId', input.relayId) : null,
    journal: journalOf(input),
    decisionsDigest: input.decisionsDigest ?? null,
  };
}

const declarable: readonly string[] = ['LIVE', 'EDGE_CACHED', 'AUTONOMOUS'] satisfies DeclaredMode[];

function declaredMode({ declaredMode: mode }: HeartbeatInput): DeclaredMode | null {
  if (!mode || declarable.includes(mode)) return (mode ?? null) as DeclaredMode | null;
  const words = `A device can declare ${declarable.join(', ')}; ${mode} is for us to find.`;
  throw new Refusal('INVALID_INPUT', words, { element: 'declaredMode', known: declarable });
}

function journalOf({ journalEpoch: epoch, journalLastSeq: lastSeq }: HeartbeatInput): Heartbeat['journal'] {
  return typeof epoch === 'number' && typeof lastSeq === 'number' ? { epoch, lastSeq } : null;
}

function checkedId(element: string, id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw new Refusal('INVALID_INPUT', `The ${element} is no id.`, { element });
}

function inventoryOf(input: InventoryInput): InventoryReport {
  if (input.collectors.length > collectorsMax || input.gpus.length > collectorsMax) {
    throw new Refusal(
      'INVALID_INPUT',
      `An inventory lists ${collectorsMax} collectors and graphics processors at most.`,
    );
  }
  const text = (element: string, value: string | null | undefined) => (value ? cappedText(element, value) : null);
  return {
    cpu: text('cpu', input.cpu),
    cpuCores: input.cpuCores ?? null,
    ramBytes: input.ramBytes ?? null,
    storageBytes: input.storageBytes ?? null,
    gpus: input.gpus.map((gpu) => cappedText('gpus', gpu)),
    os: text('os', input.os),
    kernel: text('kernel', input.kernel),
    hostname: text('hostname', input.hostname),
    collectors: input.collectors.map(({ name, state, reason }) => ({
      name: cappedText('collectors', name),
      state,
      reason: text('collectors', reason),
    })),
  };
}

/** Text of a device, cut to a length and freed of what a terminal or a log could stumble over. */
function cappedText(element: string, value: string): string {
  const printable = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  if (printable === '') throw new Refusal('INVALID_INPUT', `The ${element} is empty.`, { element });
  return printable.slice(0, textMax);
}
