/**
 * An agent that only has a journal: the agent's own chronicle in its own file, delivered by the agent's own homecoming,
 * over its own transport. It writes records, delivers them, and can be struck by lightning (SIGKILL, by itself) at a named
 * moment. Everything it says and hears is in a history file, line by line, which no kill takes back.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Chronicle, type ChronicleStep } from '../../agent/chronicle/chronicle.ts';
import type { OperationName } from '../../agent/documents/ids.ts';
import { Signer } from '../../agent/identity/signer.ts';
import { Journal } from '../../agent/journal.ts';
import { openDatabase } from '../../agent/queue/database.ts';
import { Homecoming } from '../../agent/running/homecoming.ts';
import { CallRefused, Transport } from '../../agent/transport.ts';
import { noise } from './character.ts';
import type { JournalClass } from './chronicle.ts';
import type { LineBody, ReturningOrder } from './returning-order.ts';

const order = JSON.parse(process.argv[2] ?? '{}') as ReturningOrder;
const callTimeoutMs = 2_500;
const heartbeatEveryMs = 1_000;
const lingersMs = 8;
let isFinishing = false;
let left = order.killAt?.time ?? 0;
let calls = 0;

const journal = Journal.open(order.stateDir);
const [key, caPem, certificatePem] = [journal.key(), journal.authority(), journal.certificate()];
const deviceId = journal.enrollment()?.deviceId;
if (!key || !caPem || !certificatePem || !deviceId) throw new Error(`${order.stateDir} is not enrolled`);
const identity = { keyPem: key.pem, certificatePem };
const transport = new Transport({ url: order.agentsUrl, caPem, identity }, { timeoutMs: callTimeoutMs });
const chronicle = opened(deviceId);
const homecoming = new Homecoming({ chronicle, connection: { call }, bootId: 'chaos', warn: () => undefined });

function tell(line: LineBody): void {
  appendFileSync(order.historyFile, `${JSON.stringify(line)}\n`);
}

/** Dies here, if this is the place and the time. */
function reach(step: string): void {
  if (order.killAt?.step !== step || left === 0) return;
  left -= 1;
  if (left > 0) return;
  tell({ what: 'struck', step });
  process.kill(process.pid, 'SIGKILL');
}

function opened(of: string): Chronicle {
  const path = join(order.stateDir, 'journal.sqlite');
  const signer = new Signer(journal);
  const isRestored = !existsSync(path);
  return new Chronicle(openDatabase(path), {
    deviceId: of,
    bytesMax: order.bytesMax,
    sign: (text) => signer.sign(text),
    signer: () => signer.fingerprint,
    freshEpoch: Math.max(journal.epoch() + 1, 1),
    reserveEpoch: (epoch) => journal.storeEpoch(epoch),
    now: () => Date.now(),
    isRestored,
    isAfterCrash: false,
    probe: (step: ChronicleStep) => reach(step),
  });
}

/** A call whose every word is written down before it has an effect here. */
async function call<Result>(operation: OperationName, variables: unknown): Promise<Result> {
  const id = `${process.pid}-${(calls += 1)}`;
  const { input } = variables as { input: { records?: readonly { seq: number; hash: string; class: JournalClass }[] } };
  const records = input.records?.map(({ seq, hash, class: about }) => [seq, hash, about] as const) ?? [];
  tell({ what: 'call', id, operation, epoch: chronicle.epoch, records });
  const answer = transport.call<Result>(operation, variables);
  if (order.killAt?.step === `${operation}: sent`) {
    answer.catch(() => undefined);
    // Long enough to be under way, at times long enough to have arrived.
    await delay(Math.random() * lingersMs);
    reach(`${operation}: sent`);
  }
  try {
    const result = await answer;
    tell({ what: 'answer', id, said: withoutToken(result) });
    reach(`${operation}: answered`);
    return result;
  } catch (fault) {
    const code = fault instanceof CallRefused ? fault.code : 'SILENCE';
    const details: Readonly<Record<string, unknown>> = fault instanceof CallRefused ? fault.details : {};
    const { reason = null, acknowledgedSeq = null } = details;
    tell({ what: 'refusal', id, code, reason, acknowledgedSeq });
    throw fault;
  }
}

function withoutToken(result: unknown): Record<string, unknown> {
  if (typeof result !== 'object' || result === null) return {};
  const { sessionToken: _, ...rest } = result as Record<string, unknown>;
  return rest;
}

/** Writes some records at a time, until it is to finish. A rogue one decides once what is not for it to decide. */
async function writeOn(): Promise<void> {
  while (!isFinishing) {
    const { lastSeq, epoch } = chronicle.tally();
    const draw = noise(order.seed, lastSeq);
    const isRogue = order.rogueAt !== null && lastSeq + 1 === order.rogueAt;
    const about = draw < 0.1 ? 'SECURITY' : draw < 0.2 ? 'LIFECYCLE' : draw < 0.6 ? 'DECISION' : 'SNAPSHOT';
    const what = isRogue ? 'open_the_door' : 'buffer';
    const kinds = { SECURITY: 'security.login', LIFECYCLE: 'lifecycle.note', DECISION: `decision.${what}` };
    if (isRogue || about === 'DECISION') {
      chronicle.record({ class: 'DECISION', kind: kinds.DECISION, body: { what, authorityEpoch: 1 } });
    } else {
      const kind = about === 'SNAPSHOT' ? 'snapshot.state' : kinds[about];
      chronicle.record({ class: about, kind, body: { epoch, text: 'x'.repeat(Math.floor(draw * 200)) } });
    }
    if (lastSeq % order.burst === 0) await delay(order.burstEveryMs);
  }
}

async function deliverOn(): Promise<void> {
  for (let failures = 0; ;) {
    if (!homecoming.isDue) {
      if (isFinishing) return;
      await delay(50);
      continue;
    }
    try {
      await delay((await homecoming.step()) ?? order.pauseMs);
      failures = 0;
    } catch (fault) {
      failures += 1;
      const askedMs = fault instanceof CallRefused ? (fault.retryAfterMs ?? 0) : 0;
      await delay(Math.max(Math.min(askedMs, 2_000), Math.min(100 * 2 ** failures, 1_000) * Math.random()));
    }
  }
}

async function beatOn(): Promise<void> {
  while (!isFinishing) {
    const { epoch, lastSeq: seq, lastHash: journalLastHash } = chronicle.tally();
    const of = { bootId: 'chaos', epoch, seq, journalEpoch: epoch, journalLastSeq: seq, journalLastHash };
    const input = { ...of, agentVersion: '0.1.0', health: 'OK' };
    await transport.call('heartbeat', { input }).catch(() => undefined);
    await delay(heartbeatEveryMs);
  }
}

process.on('message', (word) => {
  if (word === 'finish') isFinishing = true;
});
const orphaned = (): never => process.exit(1);
process.on('disconnect', orphaned);
process.send?.('up');
await Promise.all([writeOn(), deliverOn(), beatOn()]);
const { byClass, acknowledgedSeq, lastSeq, epoch } = chronicle.tally();
tell({ what: 'finished', deviceId, epoch, byClass, acknowledgedSeq, lastSeq });
transport.close();
process.off('disconnect', orphaned);
process.disconnect();
