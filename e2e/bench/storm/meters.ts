/**
 * What the processes of a storm use, measured by a process of its own: to look at a family's memory takes the kernel
 * hundreds of milliseconds, and a load that stands still meanwhile would count its own lateness as the stack's.
 */
import { type NamedMeter, stackMeters } from '../process-meters.ts';
import { type Usage, UsageMeter } from '../process-stat.ts';

/** Processes to look at beside those of the stack, by name. */
export type MeterOrder = Readonly<Record<string, number>>;

/** What this process says: once that it has begun, and at the end what it saw. */
export type MeterReport = readonly (Usage & { readonly name: string })[] | 'ready';

const lookEveryMs = 5_000;
const others = Object.entries(JSON.parse(process.argv[2] ?? '{}') as MeterOrder);
const meters: NamedMeter[] = [
  ...stackMeters(),
  ...others.map(([name, pid]) => [name, new UsageMeter(() => [pid])] as const),
];

function look(): void {
  for (const [, meter] of meters) meter.look();
}

function report(message: MeterReport): void {
  process.send?.(message);
}

setInterval(look, lookEveryMs);
process.on('message', () => {
  look();
  report(meters.map(([name, meter]) => ({ name, ...meter.usage() })));
});
process.on('disconnect', () => process.exit(0));
report('ready');
