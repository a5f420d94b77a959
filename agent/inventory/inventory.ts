/** What the device is made of, read from /proc, /sys and /etc once when the server asks. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CollectorReport, Inventory } from '../wire.ts';
import { parseCpuCores, parseCpuModel, parseGpuInformation, parseOsName, parseRamBytes } from './parse.ts';

const sectorBytes = 512;
const notStorage = /^(?:loop|ram|zram|sr|fd|dm-|md)/;
const vendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel' };

/** Reads the inventory. What cannot be read is null or left out; nothing is guessed. */
export function readInventory(collectors: readonly CollectorReport[], root = ''): Inventory {
  const cpuinfo = text(`${root}/proc/cpuinfo`);
  return {
    cpu: capped(parseCpuModel(cpuinfo ?? '') ?? trimmed(text(`${root}/proc/device-tree/model`))),
    cpuCores: parseCpuCores(cpuinfo ?? ''),
    ramBytes: parseRamBytes(text(`${root}/proc/meminfo`) ?? ''),
    storageBytes: storageBytes(root),
    gpus: gpus(root),
    os: capped(parseOsName(text(`${root}/etc/os-release`) ?? '')),
    kernel: capped(trimmed(text(`${root}/proc/sys/kernel/osrelease`))),
    hostname: capped(trimmed(text(`${root}/proc/sys/kernel/hostname`))),
    collectors,
  };
}

function storageBytes(root: string): number | null {
  const disks = entries(`${root}/sys/block`).filter((name) => !notStorage.test(name));
  const sizes = disks.map((name) => Number(text(`${root}/sys/block/${name}/size`)) * sectorBytes);
  const total = sizes.filter(Number.isFinite).reduce((sum, size) => sum + size, 0);
  return total > 0 ? total : null;
}

function gpus(root: string): string[] {
  const driver = `${root}/proc/driver/nvidia/gpus`;
  const named = entries(driver).flatMap((bus) => parseGpuInformation(text(`${driver}/${bus}/information`) ?? '') ?? []);
  const cards = entries(`${root}/sys/class/drm`).filter((name) => /^card\d+$/.test(name));
  const others = cards.flatMap((card) => {
    const vendor = trimmed(text(`${root}/sys/class/drm/${card}/device/vendor`));
    const device = trimmed(text(`${root}/sys/class/drm/${card}/device/device`));
    if (!vendor || !device || (vendor === '0x10de' && named.length > 0)) return [];
    return [`${vendors[vendor] ?? vendor} ${device}`];
  });
  return [...named, ...others];
}

function text(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Device trees end their strings with a zero byte. */
function trimmed(value: string | null): string | null {
  return value?.replaceAll('\0', '').trim() || null;
}

function capped(value: string | null): string | null {
  return value?.slice(0, 200) ?? null;
}
