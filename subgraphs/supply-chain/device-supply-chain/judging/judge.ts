/**
 * The verdict on a device: what it says of itself, held against what the tenant knows of those bytes, what the last update
 * brought, and what the device was before. Pure. What is wrong is a violation; what nobody can tell is unknown, and makes
 * nobody run. An operating system is named and not judged: its bytes are not measured here.
 */
import type { Baseline } from '../events.ts';
import type { InstalledReport, SoftwareReport } from '../reporting/installed-report.ts';
import type { Reason, ReasonCode, Verdict } from './reasons.ts';

/** What the tenant knows of bytes that a device runs. */
export type KnownArtifact = {
  readonly digest: string;
  readonly name: string;
  readonly version: string;
  readonly stage: string;
  /** Why it is rejected; null while it is not. */
  readonly reason: string | null;
  readonly hasProvenance: boolean;
  readonly hasSbom: boolean;
};

/** What the last update of some software brought. */
export type ToldSoftware = {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  /** RFC 3339: when the device said so. */
  readonly since: string;
};

/** All a verdict depends on beside the report. */
export type JudgingFacts = {
  readonly artifacts: readonly KnownArtifact[];
  readonly told: readonly ToldSoftware[];
  readonly agent: {
    /** Measurements that are expected whatever the tenant says: the agent that this control plane ships. */
    readonly shipped: readonly string[];
    /** Measurements that somebody of the tenant accepted. */
    readonly accepted: readonly string[];
    /** Whether the tenant says what its agents may be: then what is none of that is wrong, and not merely unknown. */
    readonly isDemanded: boolean;
  };
};

/** What is judged. */
export type JudgedDevice = {
  readonly report: InstalledReport;
  /** RFC 3339, by the database. */
  readonly reportedAt: string;
  readonly baseline: Baseline;
};

/** A verdict and everything it rests on. */
export type DeviceJudgement = { readonly verdict: Verdict; readonly reasons: readonly Reason[] };

/** Judges a device. */
export function judgeDevice(device: JudgedDevice, facts: JudgingFacts): DeviceJudgement {
  const { report } = device;
  const installed = report.software.filter(({ digest }) => digest !== null);
  const reasons = [
    ...ofAgent(device, facts),
    ...ofHardware(device),
    ...installed.flatMap((software) => ofSoftware(software, facts)),
    ...ofUpdates(device, facts),
  ];
  const sorted = reasons.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  if (sorted.some(({ isViolation }) => isViolation)) return { verdict: 'VIOLATION', reasons: sorted };
  return { verdict: sorted.length > 0 ? 'UNKNOWN' : 'TRUSTED', reasons: sorted };
}

/** Whether the program of the agent is one that is expected. */
export function isExpectedAgent(binarySha256: string, { artifacts, agent }: JudgingFacts): boolean {
  if (agent.shipped.includes(binarySha256) || agent.accepted.includes(binarySha256)) return true;
  return artifacts.some(({ digest, stage }) => digest === `sha256:${binarySha256}` && stage === 'VERIFIED');
}

function ofAgent({ report, baseline }: JudgedDevice, facts: JudgingFacts): Reason[] {
  const { version, binarySha256, configSha256 } = report.agent;
  const reasons: Reason[] = [];
  const artifact = facts.artifacts.find(({ digest }) => digest === `sha256:${binarySha256}`);
  // An agent that is an artifact of the tenant is judged like any other, whoever else vouches for it.
  const fallen = artifact && (artifact.stage === 'REJECTED' || artifact.stage === 'WITHDRAWN');
  if (fallen) reasons.push(...standingOf('agent', artifact));
  else if (!isExpectedAgent(binarySha256, facts)) {
    const measured = `The agent ${version} measures ${short(binarySha256)}`;
    const detail = facts.agent.isDemanded
      ? `${measured}, which is none of the tenant's. Find out who put it there, or accept the measurement.`
      : `${measured}, and nobody said what agents should measure. Register the agent as an artifact, or accept it.`;
    reasons.push({ code: 'AGENT_BINARY_UNKNOWN', isViolation: facts.agent.isDemanded, subject: 'agent', detail });
  }
  if (configSha256 !== baseline.configSha256) {
    const was = `${short(baseline.configSha256)}, and is ${short(configSha256)}`;
    const detail = `The configuration was ${was}. Look at the device, then accept it as it is.`;
    reasons.push(violation('AGENT_CONFIG_CHANGED', 'agent', detail));
  }
  return reasons;
}

function ofHardware({ report, baseline }: JudgedDevice): Reason[] {
  const { serial } = report.hardware;
  if (serial === null || baseline.serial === null || serial === baseline.serial) return [];
  const detail = `The serial number was ${baseline.serial}, and is ${serial}. Look at the device, then accept it as it is.`;
  return [violation('HARDWARE_CHANGED', 'hardware', detail)];
}

function ofSoftware({ name, version, digest }: SoftwareReport, { artifacts }: JudgingFacts): Reason[] {
  const artifact = artifacts.find((each) => each.digest === digest);
  if (artifact) return standingOf(name, artifact);
  const detail = `${name} ${version} is ${short(digest ?? '')}, which is no artifact of the tenant.`;
  return [violation('SOFTWARE_NOT_REGISTERED', name, `${detail} Find out who put it there.`)];
}

function standingOf(subject: string, artifact: KnownArtifact): Reason[] {
  const called = `${artifact.name} ${artifact.version}`;
  switch (artifact.stage) {
    case 'WITHDRAWN':
      return [violation('SOFTWARE_WITHDRAWN', subject, `${called} was withdrawn. Roll another version out.`)];
    case 'REJECTED': {
      const isKey = artifact.reason === 'REVOKED_KEY';
      const why = isKey ? 'only a revoked key vouched for it' : `it is rejected (${artifact.reason ?? 'no reason'})`;
      const code = isKey ? 'SOFTWARE_REVOKED_KEY' : 'SOFTWARE_REJECTED';
      return [violation(code, subject, `${called} runs, and ${why}. Roll another version out.`)];
    }
    case 'VERIFIED':
      return [
        ...(artifact.hasSbom ? [] : [unknown('NO_SBOM', subject, `Nobody said what ${called} is made of.`)]),
        ...(artifact.hasProvenance
          ? []
          : [unknown('NO_PROVENANCE', subject, `Nobody said where ${called} comes from.`)]),
      ];
    default:
      return [unknown('SOFTWARE_NOT_VERIFIED', subject, `${called} runs, and nobody has judged it yet.`)];
  }
}

/** What updates brought later than the report says nothing about the report. */
function ofUpdates({ report, reportedAt }: JudgedDevice, { artifacts, told }: JudgingFacts): Reason[] {
  const updated = report.software.filter(({ source }) => source === 'updater');
  return told.flatMap(({ name, version, digest, since }) => {
    if (Date.parse(since) > Date.parse(reportedAt)) return [];
    const isSame = (each: SoftwareReport) =>
      each.name === name || artifacts.some((known) => known.digest === each.digest && known.name === name);
    const candidates = updated.filter(isSame);
    const [other] = candidates;
    if (!other || candidates.some((each) => each.digest === digest)) return [];
    const detail = `The last update brought ${name} ${version} (${short(digest)}), and ${short(other.digest ?? '')} runs.`;
    return [violation('DIGEST_DIFFERS', name, `${detail} Roll it out again, and find out who changed it.`)];
  });
}

function violation(code: ReasonCode, subject: string, detail: string): Reason {
  return { code, isViolation: true, subject, detail };
}

function unknown(code: ReasonCode, subject: string, detail: string): Reason {
  return { code, isViolation: false, subject, detail };
}

function placeOf({ isViolation, code, subject }: Reason): string {
  return `${isViolation ? 0 : 1} ${code} ${subject}`;
}

/** The beginning of a digest, as people compare it. */
function short(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 12);
}
