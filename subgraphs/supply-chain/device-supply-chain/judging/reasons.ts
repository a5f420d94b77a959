/** The words of verdicts on devices. Pure. */

/** What is thought of a device: everything is as it should be, something cannot be told, something is wrong. */
export const verdicts = ['TRUSTED', 'UNKNOWN', 'VIOLATION'] as const;

/** One of the verdicts. */
export type Verdict = (typeof verdicts)[number];

/** Everything that can be found, each with what it makes of the verdict at worst. */
export const reasonCodes = {
  AGENT_BINARY_UNKNOWN: 'The program of the agent is none that is expected.',
  AGENT_CONFIG_CHANGED: 'The configuration of the agent is another than it was.',
  SOFTWARE_NOT_REGISTERED: 'Something runs that is no artifact of the tenant.',
  SOFTWARE_NOT_VERIFIED: 'Something runs that nobody has judged yet.',
  SOFTWARE_REJECTED: 'Something runs that is rejected.',
  SOFTWARE_REVOKED_KEY: 'Something runs that only a revoked key vouched for.',
  SOFTWARE_WITHDRAWN: 'Something runs that was withdrawn.',
  DIGEST_DIFFERS: 'Something else runs than the last update brought.',
  HARDWARE_CHANGED: 'The serial number is another than it was.',
  NO_SBOM: 'Nobody said what something that runs is made of.',
  NO_PROVENANCE: 'Nobody said where something that runs comes from.',
} as const;

/** One of the codes. */
export type ReasonCode = keyof typeof reasonCodes;

/** One thing that was found. */
export type Reason = {
  readonly code: ReasonCode;
  /** Whether it is wrong, or merely cannot be told. */
  readonly isViolation: boolean;
  /** What it is about: the name of software, `agent`, `hardware`. */
  readonly subject: string;
  /** For people, one sentence. */
  readonly detail: string;
};
