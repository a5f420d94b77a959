/**
 * What the device is, as its firmware tells: the tables of a PC's BIOS, or the device tree of an ARM board. What is not
 * there, or is a phrase that a factory forgot to replace, is absent: a serial number that was made up would be worse than
 * none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseCpuModel } from '../inventory/parse.ts';

/** One part of the bill of materials. */
export type HardwarePart = {
  readonly kind: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly serial: string | null;
};

/** What the device is. */
export type Hardware = {
  readonly serial: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly parts: readonly HardwarePart[];
};

/** Something below the operating system. */
export type Firmware = { readonly name: string; readonly vendor: string | null; readonly version: string };

const charsMax = 200;
const partsMax = 64;
const placeholder =
  /^(?:none|n\/?a|null|unknown|default string|not (?:specified|applicable|available|present)|to be filled by o\.?e\.?m\.?|system (?:serial number|manufacturer|product name|version)|chassis (?:serial number|manufacturer)|base board serial number|0+|x+|-+|\.+|1234567890?)$/i;
const notParts = /^(?:loop|ram|zram|sr|fd|dm-|md|nbd)/;

/** Reads the hardware. `root` is where /sys and /proc are. */
export function readHardware(root = ''): Hardware {
  const dmi = (name: string): string | null => read(`${root}/sys/class/dmi/id/${name}`);
  const tree = (name: string): string | null => read(`${root}/proc/device-tree/${name}`);
  // A device tree says who made a board only in its list of what the board is compatible with: `maker,board`.
  const [maker] = first(`${root}/proc/device-tree/compatible`)?.split(',') ?? [];
  return {
    serial: dmi('product_serial') ?? tree('serial-number'),
    manufacturer: dmi('sys_vendor') ?? maker ?? null,
    model: dmi('product_name') ?? tree('model'),
    parts: [...boards(dmi), ...processor(root), ...disks(root), ...networks(root)].slice(0, partsMax),
  };
}

/** Reads what is below the operating system. */
export function readFirmware(root = ''): Firmware[] {
  const dmi = (name: string): string | null => read(`${root}/sys/class/dmi/id/${name}`);
  const found: Firmware[] = [];
  const version = dmi('bios_version');
  const isUefi = entries(`${root}/sys/firmware/efi`).length > 0;
  if (version !== null) found.push({ name: isUefi ? 'UEFI' : 'BIOS', vendor: dmi('bios_vendor'), version });
  const boot = read(`${root}/proc/device-tree/chosen/u-boot,version`);
  if (boot !== null) found.push({ name: 'U-Boot', vendor: null, version: boot });
  return found;
}

function boards(dmi: (name: string) => string | null): HardwarePart[] {
  return ['board', 'chassis'].flatMap((kind) => {
    const vendor = dmi(`${kind}_vendor`);
    const name = dmi(`${kind}_name`) ?? dmi(`${kind}_version`) ?? vendor;
    return name === null ? [] : [{ kind, name, vendor, serial: dmi(`${kind}_serial`) }];
  });
}

function processor(root: string): HardwarePart[] {
  const name = parseCpuModel(text(`${root}/proc/cpuinfo`) ?? '');
  return name === null ? [] : [{ kind: 'cpu', name: name.slice(0, charsMax), vendor: null, serial: null }];
}

/** Disks that stay: what can be pulled out while it runs is no part of the device. */
function disks(root: string): HardwarePart[] {
  return entries(`${root}/sys/block`)
    .filter((name) => !notParts.test(name) && text(`${root}/sys/block/${name}/removable`)?.trim() !== '1')
    .flatMap((disk) => {
      const of = (name: string): string | null => read(`${root}/sys/block/${disk}/device/${name}`);
      const name = of('model') ?? of('name');
      return name === null ? [] : [{ kind: 'disk', name, vendor: of('vendor'), serial: of('serial') }];
    });
}

/** Network cards that are hardware, by the address they were made with. */
function networks(root: string): HardwarePart[] {
  return entries(`${root}/sys/class/net`).flatMap((name) => {
    const isHardware = entries(`${root}/sys/class/net/${name}/device`).length > 0;
    const isOwnAddress = read(`${root}/sys/class/net/${name}/addr_assign_type`, false) === '0';
    const serial = read(`${root}/sys/class/net/${name}/address`);
    return isHardware && isOwnAddress ? [{ kind: 'network', name, vendor: null, serial }] : [];
  });
}

function read(path: string, isWord = true): string | null {
  const value = text(path)?.replaceAll('\0', ' ').trim().slice(0, charsMax);
  if (value === undefined || value === '') return null;
  return isWord && placeholder.test(value) ? null : value;
}

/** The first of the strings in a file of a device tree. */
function first(path: string): string | null {
  return text(path)?.split('\0')[0]?.trim() || null;
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
    return readdirSync(path).toSorted();
  } catch {
    return [];
  }
}
