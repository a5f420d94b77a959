/**
 * Why a device counts as degraded, from what it reports and what its domain asks for. Pure. Two things keep it from
 * flapping: a number that went over its bound has to come clearly below it again, and any change has to last a while
 * before it counts.
 */
import type { CollectorReport, DegradedCode, DegradedReason } from '../device/events.ts';
import type { DomainSettings } from '../domain-settings/domain-settings.ts';

/** What is known of a device. Null is what it does not say; nothing is concluded from that. */
export type DeviceFacts = {
  readonly agentVersion: string;
  readonly health: string;
  readonly clockSkewS: number | null;
  readonly capabilities: readonly string[] | null;
  /** Every capability that this version of its agent ever had. */
  readonly knownCapabilities: readonly string[] | null;
  readonly collectors: readonly CollectorReport[];
  readonly seriesCount: number | null;
  readonly policyAgeS: number | null;
};

type Bounds = Pick<
  DomainSettings,
  'pinnedAgentVersion' | 'compatibilityWindow' | 'cardinalityBudget' | 'stalePolicyAfterS' | 'clockSkewMaxS'
>;

/** A number that is a reason stays one until it is below this share of its bound. */
const relief = 0.9;

/** The reasons for concern about a device. `declared` are the codes that hold already: numbers leave them later. */
export function degradedReasons(
  facts: DeviceFacts,
  settings: Bounds,
  declared: ReadonlySet<DegradedCode> = new Set(),
): DegradedReason[] {
  const isOver = (code: DegradedCode, value: number | null, bound: number) =>
    value !== null && value > (declared.has(code) ? bound * relief : bound);
  const reasons: DegradedReason[] = [];
  const skew = versionSkew(facts.agentVersion, settings);
  if (skew !== null) reasons.push({ code: 'VERSION_SKEW', detail: skew });
  const lost = (facts.knownCapabilities ?? []).filter((name) => facts.capabilities?.includes(name) === false);
  if (lost.length > 0) reasons.push({ code: 'MISSING_CAPABILITY', detail: `without ${lost.join(', ')}` });
  for (const { name, reason } of facts.collectors.filter(({ state }) => state === 'FAILING')) {
    reasons.push({ code: 'FAILING_COLLECTOR', detail: reason === null ? name : `${name}: ${reason}` });
  }
  const { seriesCount, policyAgeS, health } = facts;
  const { cardinalityBudget, stalePolicyAfterS, clockSkewMaxS } = settings;
  if (isOver('CARDINALITY_BUDGET', seriesCount, cardinalityBudget)) {
    reasons.push({ code: 'CARDINALITY_BUDGET', detail: `${seriesCount} series of ${cardinalityBudget}` });
  }
  if (isOver('STALE_POLICY', policyAgeS, stalePolicyAfterS)) {
    reasons.push({ code: 'STALE_POLICY', detail: `policy is ${policyAgeS} s old, ${stalePolicyAfterS} s allowed` });
  }
  const skewS = facts.clockSkewS === null ? null : Math.abs(facts.clockSkewS);
  if (isOver('CLOCK_SKEW', skewS, clockSkewMaxS)) {
    reasons.push({ code: 'CLOCK_SKEW', detail: `clock is ${skewS?.toFixed(0)} s off, ${clockSkewMaxS} s allowed` });
  }
  if (health === 'DEGRADED' || health === 'FAILED') {
    reasons.push({ code: 'HEALTH', detail: `says of itself that it is ${health}` });
  }
  return reasons;
}

/** The distinct codes of reasons as one text, to compare by. */
export function codesOf(reasons: readonly Pick<DegradedReason, 'code'>[]): string {
  return [...new Set(reasons.map(({ code }) => code))].toSorted((a, b) => (a < b ? -1 : 1)).join(' ');
}

/** Codes that differ from those that hold, and since when. Null while nothing differs. */
export type Candidate = { readonly codes: string; readonly sinceMs: number } | null;

/**
 * What a look at the device means: the candidate that waits from now on, and whether it has lasted long enough to hold.
 */
export function settle(
  candidate: Candidate,
  look: { readonly declared: string; readonly observed: string; readonly nowMs: number; readonly holdMs: number },
): { readonly candidate: Candidate; readonly isSettled: boolean } {
  const { declared, observed, nowMs, holdMs } = look;
  if (observed === declared) return { candidate: null, isSettled: false };
  if (candidate?.codes !== observed) return { candidate: { codes: observed, sinceMs: nowMs }, isSettled: holdMs <= 0 };
  return nowMs - candidate.sinceMs >= holdMs ? { candidate: null, isSettled: true } : { candidate, isSettled: false };
}

type Version = { readonly major: number; readonly minor: number };

function versionSkew(agentVersion: string, { pinnedAgentVersion, compatibilityWindow }: Bounds): string | null {
  if (pinnedAgentVersion === null || pinnedAgentVersion === agentVersion) return null;
  const [own, pinned] = [versionOf(agentVersion), versionOf(pinnedAgentVersion)];
  const words = `runs ${agentVersion}, pinned is ${pinnedAgentVersion}`;
  if (own === null || pinned === null || own.major !== pinned.major) return words;
  const minors = Math.abs(own.minor - pinned.minor);
  return minors > compatibilityWindow ? `${words}, ${minors} minor versions apart` : null;
}

function versionOf(text: string): Version | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) };
}
