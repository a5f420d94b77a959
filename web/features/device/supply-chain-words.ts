/** The supply chain of a device in words: what is thought of it, and what was found. */
import type { SupplyChainReasonCode, SupplyChainVerdict } from '../../gql/graphql.ts';

/** What is thought of a device, or of its agent. */
export const verdictWords: Readonly<Record<SupplyChainVerdict, { word: string; meaning: string }>> = {
  TRUSTED: { word: 'Trusted', meaning: 'Everything it runs can be traced, and it is what it was.' },
  UNKNOWN: { word: 'Cannot be told', meaning: 'Nothing is wrong, and not everything can be told.' },
  VIOLATION: { word: 'Violation', meaning: 'Something is wrong.' },
};

/** What was found, in a few words; the sentence that comes with it says more. */
export const findingWords: Readonly<Record<SupplyChainReasonCode, string>> = {
  AGENT_BINARY_UNKNOWN: 'The program of its agent is none that is expected',
  AGENT_CONFIG_CHANGED: 'The configuration of its agent changed',
  SOFTWARE_NOT_REGISTERED: 'It runs what is no artifact of the tenant',
  SOFTWARE_NOT_VERIFIED: 'It runs what nobody has judged yet',
  SOFTWARE_REJECTED: 'It runs what is rejected',
  SOFTWARE_REVOKED_KEY: 'It runs what only a revoked key vouched for',
  SOFTWARE_WITHDRAWN: 'It runs what was withdrawn',
  DIGEST_DIFFERS: 'It runs something else than the last update brought',
  HARDWARE_CHANGED: 'It is another machine than it was',
  NO_SBOM: 'Nobody said what something on it is made of',
  NO_PROVENANCE: 'Nobody said where something on it comes from',
};

/** What a person can take for right, as it is now, where they know why it changed. */
export function canBeAccepted(code: SupplyChainReasonCode): boolean {
  return code === 'AGENT_CONFIG_CHANGED' || code === 'HARDWARE_CHANGED';
}
