/**
 * How a virtual device behaves: pure, a function of its number and the time, so that a fleet started again goes on
 * where it was. Load follows the hours of a shop or a factory, some links come and go, and one device in a hundred
 * disturbs its neighbours.
 */

/** The series a virtual device reports, in the order of its rows. */
export const fleetSeries = [
  'cpu_usage_pct',
  'cpu_iowait_pct',
  'cpu_steal_pct',
  'load1',
  'mem_used_bytes',
  'mem_available_bytes',
  'swap_used_bytes',
  'psi_cpu_some_pct',
  'psi_io_some_pct',
  'psi_io_full_pct',
  'psi_mem_some_pct',
  'psi_mem_full_pct',
  'disk_read_bytes_per_s',
  'disk_write_bytes_per_s',
  'disk_read_latency_ms',
  'disk_write_latency_ms',
  'disk_used_pct',
  'net_rx_bytes_per_s',
  'net_tx_bytes_per_s',
  'tcp_retransmits_per_s',
  'uptime_s',
] as const;

const roles = ['kiosk', 'gateway', 'camera', 'signage', 'scale'] as const;
const hourMs = 3_600_000;
const gigabyte = 1_073_741_824;

/** What never changes about a device. */
export type Character = {
  readonly index: number;
  readonly name: string;
  readonly role: (typeof roles)[number];
  readonly cores: number;
  readonly ramBytes: number;
  /** Share of a core it needs when nobody is there, and at the busiest hour. */
  readonly idlePct: number;
  readonly busyPct: number;
  /** The hour (UTC) its day peaks. */
  readonly peakHour: number;
  readonly bootedAtMs: number;
  readonly link: {
    readonly rttMs: number;
    readonly isFlapping: boolean;
    readonly periodMs: number;
    readonly awayMs: number;
  };
  readonly isNoisy: boolean;
};

/** The device with a number. */
export function characterOf(index: number): Character {
  const draw = (salt: number): number => noise(index, salt);
  const role = roles[index % roles.length] ?? 'kiosk';
  const ramBytes = [2, 4, 8, 16][Math.floor(draw(2) * 4)] ?? 4;
  return {
    index,
    role,
    name: `${role}-${String(index + 1).padStart(4, '0')}`,
    cores: [2, 4, 4, 8][Math.floor(draw(1) * 4)] ?? 4,
    ramBytes: ramBytes * gigabyte,
    idlePct: 2 + draw(3) * 8,
    busyPct: 25 + draw(4) * 50,
    peakHour: 11 + draw(5) * 6,
    bootedAtMs: Date.UTC(2026, 0, 1) + draw(6) * 20 * 24 * hourMs,
    link: {
      rttMs: 4 + draw(7) * 60,
      isFlapping: draw(8) < 0.08,
      periodMs: (4 + draw(9) * 16) * 60_000,
      awayMs: (0.5 + draw(10) * 3) * 60_000,
    },
    isNoisy: index % 100 === 7,
  };
}

/** Whether the device has a link at a time. */
export function hasLink({ index, link }: Character, atMs: number): boolean {
  if (!link.isFlapping) return true;
  const within = (atMs + noise(index, 11) * link.periodMs) % link.periodMs;
  return within >= link.awayMs;
}

/** One row of all series at a time. */
export function rowAt(character: Character, atMs: number): number[] {
  const { index, cores, ramBytes, isNoisy } = character;
  const second = Math.floor(atMs / 1_000);
  const wobble = (salt: number): number =>
    smoothNoise(index * 31 + salt, second / 20) + 0.3 * noise(index + salt, second);
  const day = dayShare(character, atMs);
  const burst = isNoisy && Math.floor(second / 45) % 3 === 0 ? 1 : 0;
  const cpu = clamp(
    character.idlePct + (character.busyPct - character.idlePct) * day + 8 * (wobble(1) - 0.5) + 55 * burst,
    0.3,
    100,
  );
  const used = ramBytes * clamp(0.3 + 0.25 * day + 0.05 * wobble(2) + 0.2 * burst, 0.1, 0.97);
  const traffic = 4_000 + 900_000 * day * wobble(3) + 9_000_000 * burst;
  const writes = 12_000 + 400_000 * day * wobble(4) + 30_000_000 * burst;
  const stall = clamp((cpu - 60) / 2, 0, 40);
  return [
    cpu,
    clamp(1.5 * wobble(5) + 12 * burst, 0, 100),
    clamp(burst * 4 * wobble(6), 0, 100),
    (cpu / 100) * cores * (0.8 + 0.4 * wobble(7)),
    used,
    ramBytes - used,
    burst * 60_000_000,
    stall * 0.6,
    2 * day * wobble(8) + 15 * burst,
    1 * day * wobble(8) + 9 * burst,
    burst * 3,
    burst * 1.2,
    writes * 0.4,
    writes,
    0.6 + wobble(9) + 12 * burst,
    0.9 + 1.5 * wobble(10) + 25 * burst,
    clamp(35 + noise(index, 12) * 40 + ((atMs / hourMs) % 240) * 0.05, 0, 99),
    traffic,
    traffic * 0.35,
    Math.max(0, Math.round(3 * wobble(11) - 2)) + burst * 4,
    Math.floor((atMs - character.bootedAtMs) / 1_000),
  ].map((value) => Math.round(value * 100) / 100);
}

/** 0 at the quietest hour of the device's day, 1 at the busiest. */
export function dayShare({ peakHour }: Pick<Character, 'peakHour'>, atMs: number): number {
  const hour = (atMs / hourMs) % 24;
  return ((1 + Math.cos(((hour - peakHour) / 24) * 2 * Math.PI)) / 2) ** 1.6;
}

/** The same number from 0 up to 1 for the same arguments, and unrelated ones for others. */
export function noise(a: number, b: number): number {
  let bits = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(Math.trunc(b) + 0x165667b1, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 4_294_967_296;
}

function smoothNoise(seed: number, at: number): number {
  const before = Math.floor(at);
  const share = at - before;
  const eased = share * share * (3 - 2 * share);
  return noise(seed, before) * (1 - eased) + noise(seed, before + 1) * eased;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
