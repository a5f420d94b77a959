/**
 * Eight loops that send for one device by every road there is: straight, by replay, sealed through a relay, and by the line
 * through it. They write down what they sent and when, so that somebody can ask afterwards what of it landed.
 */
import { certificateFacts } from '../identity/certificate.ts';
import { type Journal } from '../journal.ts';
import { LinkMeter } from '../link-meter.ts';
import { RelayClient } from '../relay/behind/relay-client.ts';
import { SealedCalls } from '../relay/behind/sealed-calls.ts';
import { fieldIdentity } from '../relay/field-identity.ts';
import { CallFailed, CallRefused, Transport } from '../transport.ts';

/** The roads. */
export const roads = ['STRAIGHT', 'SEALED', 'SAMPLES', 'SAMPLES_BY_LINE', 'REPLAY', 'SEALED_REPLAY'] as const;

/** One of the roads. */
export type Road = (typeof roads)[number];

/** One thing that was sent; `key` is what it can be found by. */
export type Attempt = {
  readonly road: Road;
  readonly key: string;
  readonly begunAt: number;
  /** OK, the code of the refusal, or SILENCE. */
  readonly outcome: string;
};

type Call = (operation: never, variables: unknown) => Promise<unknown>;
type Chronicles = {
  readonly DeviceChronicle: new (of: object) => { write(record: object): { seq: number } };
  readonly comeBack: (caller: object, chronicle: unknown, options: object) => Promise<string>;
};

const loops: readonly Road[] = ['STRAIGHT', 'STRAIGHT', 'SEALED', 'SEALED', ...roads.slice(2)];

/** A race that goes on until it is stopped. */
export type Race = { readonly attempts: readonly Attempt[]; readonly stop: () => Promise<void> };

/** Begins to send for the device of a state directory. */
export function startRace(
  journal: Journal,
  { via, chronicles }: { readonly via: string; readonly chronicles: Chronicles },
): Race {
  const attempts: Attempt[] = [];
  const tools = toolsOf(journal, via);
  const replay = replayOf(journal, chronicles);
  let isOver = false;
  const loop = async (road: Road, place: number): Promise<void> => {
    for (let n = 1; !isOver; n += 1) {
      const begunAt = performance.now();
      const key = road.startsWith('SAMPLES') ? `${place + 1}/${n}` : `loop-${place}-${n}`;
      const call = tools.call(road);
      const outcome = await outcomeOf(road.endsWith('REPLAY') ? replay(call, n) : send(call, { road, key, place, n }));
      attempts.push({ road, key, begunAt, outcome });
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  const running = Promise.all(loops.map(loop));
  const stop = async (): Promise<void> => {
    isOver = true;
    // A return that is told to wait does so for as long as it is told.
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    tools.close();
  };
  return { attempts, stop };
}

function toolsOf(journal: Journal, via: string): { call: (road: Road) => Call; close: () => void } {
  const { caPem, ...identity } = fieldIdentity(journal);
  const { agentsUrl: url = '', deviceId = '' } = journal.enrollment() ?? {};
  const client = new RelayClient(new URL(via), () => fieldIdentity(journal));
  const straight = new Transport({ url, caPem, identity });
  const line = new Transport({ url, caPem, identity, dial: () => client.dial() });
  const key = journal.key();
  const sealed = new SealedCalls({
    deviceId,
    epoch: 1,
    client,
    keys: () => journal.relayKeys(),
    sign: (text) => key?.sign(Buffer.from(text)).toString('base64') ?? '',
    certificate: () => certificateFacts(identity.certificatePem).fingerprint,
  });
  const meter = new LinkMeter();
  const calls: Readonly<Record<Road, Call>> = {
    STRAIGHT: (operation, variables) => straight.call(operation, variables),
    SAMPLES: (operation, variables) => straight.call(operation, variables),
    REPLAY: (operation, variables) => straight.call(operation, variables),
    SAMPLES_BY_LINE: (operation, variables) => line.call(operation, variables),
    SEALED: (operation, variables) => sealed.call(operation, variables, meter),
    SEALED_REPLAY: (operation, variables) => sealed.call(operation, variables, meter),
  };
  const close = (): void => [straight, line, client].forEach((each) => each.close());
  return { call: (road) => calls[road], close };
}

/** One journal that both roads of replay bring on, by turns: two sessions at once would end each other. */
function replayOf(journal: Journal, { DeviceChronicle, comeBack }: Chronicles) {
  const key = journal.key();
  const sign = (text: string): string => key?.sign(Buffer.from(text)).toString('base64') ?? '';
  const chronicle = new DeviceChronicle({ deviceId: journal.enrollment()?.deviceId, epoch: 1, sign });
  let turn: Promise<unknown> = Promise.resolve();
  return (call: Call, n: number): Promise<unknown> => {
    const mine = turn.then(() => {
      chronicle.write({ class: 'SECURITY', kind: 'security.login', atMs: n, body: { n } });
      return comeBack({ call }, chronicle, { bootId: 'race' });
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
}

function send(call: Call, { road, key, place, n }: { road: Road; key: string; place: number; n: number }) {
  if (road.startsWith('SAMPLES')) {
    const samples = { timesMs: [Date.now()], series: ['load1'], values: [[n]] };
    const batch = { epoch: place + 1, runKey: `${place}-${n}`, fromSeq: n, toSeq: n, samples, kernelEvents: null };
    return call('pushTelemetry' as never, { input: { ...batch, dropped: [] } });
  }
  const unknown = { cpu: null, cpuCores: 4, ramBytes: null, storageBytes: null, gpus: [], os: null, kernel: null };
  return call('reportInventory' as never, { input: { ...unknown, hostname: key, collectors: [] } });
}

async function outcomeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'OK';
  } catch (fault) {
    if (fault instanceof CallRefused) return fault.code;
    if (fault instanceof CallFailed) return 'SILENCE';
    throw fault;
  }
}
