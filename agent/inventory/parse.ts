/** The pure half of the inventory: what the files say. */

/** Model of the processor; ARM kernels call it otherwise or not at all. */
export function parseCpuModel(cpuinfo: string): string | null {
  for (const field of ['model name', 'Model', 'Hardware', 'cpu model', 'uarch']) {
    const found = new RegExp(`^${field}\\s*:\\s*(.+)$`, 'm').exec(cpuinfo);
    if (found?.[1]) return found[1].trim();
  }
  return null;
}

/** Logical processors. */
export function parseCpuCores(cpuinfo: string): number | null {
  return cpuinfo.match(/^processor\s*:/gm)?.length ?? null;
}

/** Memory in bytes. */
export function parseRamBytes(meminfo: string): number | null {
  const found = /^MemTotal:\s+(\d+) kB/m.exec(meminfo);
  return found ? Number(found[1]) * 1_024 : null;
}

/** The name a distribution gives itself in /etc/os-release. */
export function parseOsName(osRelease: string): string | null {
  const found = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(osRelease);
  return found?.[1] ?? null;
}

/** Model of a graphics processor from the NVIDIA driver's `information` file. */
export function parseGpuInformation(information: string): string | null {
  return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? null;
}
