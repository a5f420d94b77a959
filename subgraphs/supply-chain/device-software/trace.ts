/** What the stage of an artifact says about whoever runs its bytes. */

/** Whether bytes can be traced to somebody who vouches; `stage` is null where the tenant has no such artifact. */
export function traceOf(stage: string | null): 'TRACED' | 'UNVERIFIED' | 'WITHDRAWN' | 'UNKNOWN' {
  if (stage === null) return 'UNKNOWN';
  if (stage === 'VERIFIED') return 'TRACED';
  return stage === 'WITHDRAWN' ? 'WITHDRAWN' : 'UNVERIFIED';
}
