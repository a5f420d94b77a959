/** What devices say of themselves in signed words, and what is thought of it, as facts. */
import type { Event } from '@flotilla/kernel/event';
import type { Reason, Verdict } from './judging/reasons.ts';
import type { InstalledReport } from './reporting/installed-report.ts';

/** What a device is compared with: as it was the first time, or as somebody accepted since. */
export type Baseline = { readonly serial: string | null; readonly configSha256: string };

/** A device said what it consists of and runs, signed by the key of its certificate. */
export type DeviceSoftwareReported = Event<
  'DeviceSoftwareReported',
  {
    readonly deviceId: string;
    readonly sequence: number;
    readonly report: InstalledReport;
    /** SHA-256 of the signed text, lower-case hex. */
    readonly reportSha256: string;
    /** Base64 of the DER signature. */
    readonly signature: string;
    /** SHA-256 of the certificate whose key signed it. */
    readonly certificateFingerprint: string;
    /** RFC 3339, by the database. */
    readonly reportedAt: string;
  }
>;

/**
 * It said the same once more, under another number and moment: the signed text is that of the report before with `sequence`
 * and `at` replaced. Most of what devices say is this, so it is small.
 */
export type DeviceSoftwareConfirmed = Event<
  'DeviceSoftwareConfirmed',
  Omit<DeviceSoftwareReported['data'], 'report'> & {
    /** RFC 3339, by the device. */
    readonly at: string;
  }
>;

/** There is another opinion of a device than before. */
export type DeviceSupplyChainJudged = Event<
  'DeviceSupplyChainJudged',
  { readonly deviceId: string; readonly verdict: Verdict; readonly reasons: readonly Reason[] }
>;

/** Somebody accepted the device's present configuration and hardware as its own. */
export type DeviceBaselineAccepted = Event<
  'DeviceBaselineAccepted',
  { readonly deviceId: string; readonly baseline: Baseline; readonly reason: string }
>;

/** Every fact of the stream `device_supply_chain-<deviceId>`. */
export type DeviceSupplyChainEvent =
  DeviceSoftwareReported | DeviceSoftwareConfirmed | DeviceSupplyChainJudged | DeviceBaselineAccepted;
