/**
 * What devices say about commands they got. Their word is believed while they are trusted: what a quarantined device has
 * to say it keeps until it is released, so that nothing of it lands after its quarantine.
 */
import { createHash } from 'node:crypto';
import { streamOf } from '@flotilla/kernel/aggregate';
import type { Database, EntityManager } from '@flotilla/kernel/database';
import { replay } from '@flotilla/kernel/decider';
import { Refusal } from '@flotilla/kernel/errors';
import type { Fact } from '@flotilla/kernel/event';
import { append, VersionConflict, type StreamWrite } from '@flotilla/kernel/log/append';
import { readStream } from '@flotilla/kernel/log/read';
import { tell } from '@flotilla/kernel/transaction';
import { commandAggregate, deviceAggregate } from '../../aggregates.ts';
import type { DeviceEvent } from '../../device/events.ts';
import { projectDevice } from '../../device/projection.ts';
import type { Caller } from '../../heartbeat/device-call.ts';
import { isUuid } from '../../of-tenant.ts';
import { outputMaxBytes } from '../../runbook/template/definition.ts';
import { isOver, type CommandCommand, type CommandState } from '../command.ts';
import type { CommandEvent, CommandQueued, CommandReport } from '../events.ts';
import { projectCommand } from '../projection.ts';
import { databaseNow } from '../queries.ts';
import { holdTrust } from './delivery.ts';

/** Whether a device will do a command. */
export type Acknowledgement = {
  readonly commandId: string;
  readonly accepted: boolean;
  readonly reason?: string | null | undefined;
};

/** How a command ended on its device. */
export type Report = {
  readonly commandId: string;
  readonly outcome: 'APPLIED' | 'FAILED';
  readonly reason?: string | null | undefined;
  readonly exitCode?: number | null | undefined;
  readonly output?: string | null | undefined;
  readonly outputTruncated?: boolean | null | undefined;
  readonly partial?: unknown;
  readonly startedAtMs?: number | null | undefined;
  readonly finishedAtMs?: number | null | undefined;
};

const reasonMax = 500;
const partialMaxBytes = 8 * 1024;
const againMs = 60_000;

/** Records that a device has a command. True: it shall do it. False: it must not, the command is over. */
export async function acknowledge(database: Database, caller: Caller, said: Acknowledgement): Promise<boolean> {
  const reason = said.accepted ? null : printable(said.reason ?? 'no reason given');
  const wish = (now: string) => ({ type: 'AcknowledgeCommand', now, accepted: said.accepted, reason }) as const;
  const { before, after } = await answered(database, { caller, commandId: said.commandId, wish });
  if (said.accepted) return after.stage === 'ACKED';
  return before.stage !== 'ABSENT' && !isOver(before.stage);
}

/** Records how a command ended. True: that is its end. False: it had been given up, and the report is kept beside that. */
export async function report(database: Database, caller: Caller, said: Report): Promise<boolean> {
  const kept = keptOutput(said);
  const told: CommandReport = {
    exitCode: said.exitCode ?? null,
    outputHash: kept === null ? null : createHash('sha256').update(kept.text).digest('hex'),
    outputBytes: kept === null ? 0 : Buffer.byteLength(kept.text),
    outputTruncated: kept?.isCut === true || said.outputTruncated === true,
    partial: partialOf(said.partial),
    startedAtMs: wholeOf(said.startedAtMs),
    finishedAtMs: wholeOf(said.finishedAtMs),
  };
  const reason = said.reason ? printable(said.reason) : null;
  const wish = (now: string) => ({ type: 'ReportCommand', now, outcome: said.outcome, reason, report: told }) as const;
  const keep = (em: EntityManager) => {
    if (kept === null) return;
    const sql = `insert into command_outputs (tenant_id, command_id, output) values ($1, $2, $3)
      on conflict (tenant_id, command_id) do nothing`;
    tell(em, sql, [caller.tenantId, said.commandId, kept.text]);
  };
  const { after } = await answered(database, { caller, commandId: said.commandId, wish, keep });
  return after.stage === 'APPLIED' || after.stage === 'FAILED' || after.stage === 'CANCELLED';
}

type Answer = {
  readonly caller: Caller;
  readonly commandId: string;
  readonly wish: (now: string) => CommandCommand;
  readonly keep?: (em: EntityManager) => void;
};

type Answered = { readonly before: CommandState; readonly after: CommandState };

/** In a transaction, and in another one when something else happened to the command at the same moment. */
async function answered(database: Database, answer: Answer): Promise<Answered> {
  const attempt = () => database.inTenant(answer.caller.tenantId, (em) => answerWithin(em, answer));
  for (let attempts = 1; attempts < 4; attempts += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof VersionConflict)) throw thrown;
    }
  }
  return attempt();
}

async function answerWithin(em: EntityManager, { caller, commandId, wish, keep }: Answer): Promise<Answered> {
  if (!isUuid(commandId)) throw unknown(commandId);
  // For update: what the device did may be a fact of its own stream, and two that share a stream could not both write.
  const { trust } = await holdTrust(em, caller, 'update');
  if (trust !== 'TRUSTED') {
    const words = `This device's trust is ${trust}: keep what you have to say, and say it after the release.`;
    throw new Refusal('FORBIDDEN', words, { trust }, { retryAfterMs: againMs });
  }
  const stream = streamOf(commandAggregate.category, commandId);
  const history = await readStream<CommandEvent>(em, stream);
  const before = replay(commandAggregate, history);
  if (before.stage === 'ABSENT' || before.facts.deviceId !== caller.deviceId) throw unknown(commandId);
  const events = commandAggregate.decide(wish(await databaseNow(em)), before);
  const after = replay({ ...commandAggregate, initialState: before }, events);
  if (events.length === 0) return { before, after };
  keep?.(em);
  const queued = history[0] as CommandQueued;
  const writes: StreamWrite<CommandEvent | DeviceEvent>[] = [
    { stream, expectedVersion: history.length, events },
    ...(await consequences(em, queued.data, events)),
  ];
  await append<CommandEvent | DeviceEvent>(em, {
    tenantId: caller.tenantId,
    metadata: { actor: `device:${caller.deviceId}` },
    writes,
    project: async (facts) => {
      for (const fact of facts) {
        if (isOfCommand(fact)) await projectCommand(em, fact);
        else await projectDevice(em, fact);
      }
    },
  });
  return { before, after };
}

/** What a command that was applied changes of its device. */
async function consequences(
  em: EntityManager,
  { kind, deviceId, payload }: CommandQueued['data'],
  events: readonly CommandEvent[],
): Promise<StreamWrite<DeviceEvent>[]> {
  if (kind !== 'SET_CHANNEL' || !events.some(({ type }) => type === 'CommandApplied')) return [];
  const stream = streamOf(deviceAggregate.category, deviceId);
  const history = await readStream<DeviceEvent>(em, stream);
  const wish = { type: 'SetChannel', channel: String(payload['channel']) } as const;
  const changes = deviceAggregate.decide(wish, replay(deviceAggregate, history));
  return [{ stream, expectedVersion: history.length, events: changes }];
}

function isOfCommand(fact: Fact<CommandEvent | DeviceEvent>): fact is Fact<CommandEvent> {
  return fact.stream.startsWith(`${commandAggregate.category}-`);
}

/** Cut to what is kept, at the end of a character. PostgreSQL's texts have no zero. */
function keptOutput({ output }: Report): { readonly text: string; readonly isCut: boolean } | null {
  if (output === null || output === undefined || output === '') return null;
  const bytes = Buffer.from(output.replaceAll('\0', '\uFFFD'));
  if (bytes.length <= outputMaxBytes) return { text: bytes.toString(), isCut: false };
  let end = outputMaxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: bytes.subarray(0, end).toString(), isCut: true };
}

function partialOf(partial: unknown): string | null {
  if (partial === null || partial === undefined) return null;
  const text = JSON.stringify(partial).replaceAll('\\u0000', '\\ufffd');
  if (Buffer.byteLength(text) <= partialMaxBytes) return text;
  throw new Refusal('INVALID_INPUT', `partial has ${partialMaxBytes} bytes at most.`, { element: 'partial' });
}

function wholeOf(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isSafeInteger(value) ? value : null;
}

function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .slice(0, reasonMax);
}

function unknown(commandId: string): Refusal {
  return new Refusal('NOT_FOUND', 'This device has no such command.', { commandId });
}
