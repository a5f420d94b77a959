/** What a running agent tells `flotilla-agent status` through the state directory. */
import type { StewardStatus } from '../autonomy/steward.ts';
import type { JournalTally } from '../chronicle/chronicle.ts';
import { certificateFacts } from '../identity/certificate.ts';
import type { ExecutionStatus } from '../execution/execution.ts';
import type { LinkQuality } from '../link-meter.ts';
import type { Tally } from '../queue/tally.ts';
import type { DetourStatus } from '../relay/behind/detour.ts';
import type { RelayStatus } from '../relay/carrying/relay.ts';
import type { WakerStatus } from '../updater/waker.ts';
import type { CollectorReport, HeartbeatReply, TrustState } from '../wire.ts';
import type { HomecomingStatus } from './homecoming.ts';

/** The document in `status.json`. */
export type RunStatus = {
  readonly pid: number;
  readonly agentVersion: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly deviceId: string;
  readonly trust: TrustState | null;
  readonly phase: string | null;
  readonly heartbeatAt: string | null;
  readonly trouble: string | null;
  readonly link: LinkQuality;
  readonly clockSkewMs: number | null;
  readonly queue: Tally;
  readonly journal: JournalTally;
  readonly delivery: HomecomingStatus;
  readonly steward: StewardStatus;
  readonly execution: ExecutionStatus;
  /** The way through a relay; null where none is configured. */
  readonly detour: DetourStatus | null;
  /** What it carries for others; null where it is no relay. */
  readonly relay: RelayStatus | null;
  /** When it looks after updates again; an older agent does not say. */
  readonly updater?: WakerStatus;
  readonly collectors: readonly CollectorReport[];
  readonly certificateNotAfter: string;
  readonly rssBytes: number;
};

/** What of the status changes from one report to the next. */
export type Reported = {
  readonly reply: HeartbeatReply | null;
  readonly trouble: string | null;
  readonly link: LinkQuality;
  readonly clockSkewMs: number | null;
  readonly queue: Tally;
  readonly journal: JournalTally;
  readonly delivery: HomecomingStatus;
  readonly steward: StewardStatus;
  readonly execution: ExecutionStatus;
  /** The way through a relay; null where none is configured. */
  readonly detour: DetourStatus | null;
  /** What it carries for others; null where it is no relay. */
  readonly relay: RelayStatus | null;
  /** When it looks after updates again; an older agent does not say. */
  readonly updater?: WakerStatus;
  readonly collectors: readonly CollectorReport[];
  readonly certificatePem: string;
};

/** Puts a status together. */
export function runStatus(
  self: Pick<RunStatus, 'pid' | 'agentVersion' | 'startedAt' | 'deviceId' | 'rssBytes'>,
  reported: Reported,
): RunStatus {
  const { reply, certificatePem, ...rest } = reported;
  return {
    ...self,
    ...rest,
    updatedAt: new Date().toISOString(),
    trust: reply?.trust ?? null,
    phase: reply?.phase ?? null,
    heartbeatAt: reply && reported.trouble === null ? new Date().toISOString() : null,
    certificateNotAfter: new Date(certificateFacts(certificatePem).notAfterMs).toISOString(),
  };
}
