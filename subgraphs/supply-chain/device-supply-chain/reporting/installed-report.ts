/** What a device says of itself, in the shape in which it signs it. Types only, for deciders; `reading.ts` checks them. */

/** One part of the hardware's bill of materials. */
export type HardwarePart = {
  readonly kind: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly serial: string | null;
};

/** What the device is. Null is not readable, never guessed. */
export type HardwareReport = {
  readonly serial: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly parts: readonly HardwarePart[];
};

/** Something below the operating system. */
export type FirmwareReport = { readonly name: string; readonly vendor: string | null; readonly version: string };

/** Something that runs. `source` says how the device knows: `updater`, `os-release`, `kernel`. */
export type SoftwareReport = {
  readonly name: string;
  readonly version: string;
  /** `sha256:` and 64 hex digits; null where the device knows a name only. */
  readonly digest: string | null;
  readonly source: string;
};

/** The measurement of the agent itself. */
export type AgentReport = {
  readonly version: string;
  /** SHA-256 of the file it runs from. */
  readonly binarySha256: string;
  /** SHA-256 of the program that interprets it. */
  readonly runtimeSha256: string | null;
  readonly configSha256: string;
};

/** All of it. */
export type InstalledReport = {
  readonly v: 1;
  readonly deviceId: string;
  /** RFC 3339, by the device. */
  readonly at: string;
  readonly sequence: number;
  readonly agent: AgentReport;
  readonly hardware: HardwareReport;
  readonly firmware: readonly FirmwareReport[];
  readonly software: readonly SoftwareReport[];
};
