/** `node e2e/fleet/main.ts --devices 200`: a fleet of virtual devices in one process, until it is stopped. */
import { parseArgs } from 'node:util';
import { reasonOf } from '../../agent/failure.ts';
import { presetApiUrl, presetBearer, presetStateDir } from './config.ts';
import { Operator } from './operator.ts';
import { rollCall } from './roll-call.ts';
import type { FleetCounts, FleetSettings } from './virtual-device.ts';

const help = `Usage: node e2e/fleet/main.ts --devices N [options]
  --devices N     virtual devices (1 to 20000)
  --state DIR     where their keys and certificates are kept (default: fleet/ in the data directory)
  --api URL       the operators' API, to let them in
  --bearer TOKEN  a service account's token; without one the demo tenant's administrator signs in
  --interval S    seconds between two samples (default 1)
  --batch N       samples in a batch (default 10)

Devices take part in rollouts; what they would run is made up. A version that ends in
-faulty does not get on with every third of them.
`;

const stopped = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopped.abort());

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const given = optionsOf(argv);
    if (!given) return 0;
    await runFleet(given);
    return 0;
  } catch (fault) {
    if (stopped.signal.aborted) return 0;
    process.stderr.write(`The virtual fleet stopped: ${reasonOf(fault)}\n`);
    return 1;
  }
}

type Given = NonNullable<ReturnType<typeof optionsOf>>;

function optionsOf(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      devices: { type: 'string' },
      state: { type: 'string', default: presetStateDir },
      api: { type: 'string', default: presetApiUrl },
      bearer: { type: 'string' },
      interval: { type: 'string', default: '1' },
      batch: { type: 'string', default: '10' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return null;
  }
  const devices = whole('--devices', values.devices ?? '', 20_000);
  const sampleEveryMs = whole('--interval', values.interval, 3_600) * 1_000;
  const rowsPerBatch = whole('--batch', values.batch, 500);
  return {
    devices,
    sampleEveryMs,
    rowsPerBatch,
    state: values.state,
    api: values.api,
    bearer: values.bearer ?? presetBearer,
  };
}

function whole(option: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`${option} must be a whole number from 1 to ${max}`);
}

async function runFleet({ devices: count, sampleEveryMs, rowsPerBatch, state, api, bearer }: Given): Promise<void> {
  const counts: FleetCounts = { heartbeats: 0, batches: 0, rows: 0, failures: 0, revoked: 0 };
  const settings: FleetSettings = { sampleEveryMs, rowsPerBatch, counts, signal: stopped.signal };
  const operator = (): Promise<Operator> => Operator.enter(api, bearer);
  const devices = await rollCall({ count, stateDir: state, settings, operator, told: say });
  say(`${devices.length} virtual devices report.`, counts);
  const report = setInterval(() => say('The virtual fleet goes on.', counts), 60_000);
  // A device that was revoked ends alone; the others go on.
  await Promise.all(devices.map((device) => device.run().catch((fault) => say(`A device ended: ${reasonOf(fault)}`))));
  clearInterval(report);
}

function say(message: string, facts: object = {}): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level: 'info', message, ...facts })}\n`);
}
