'use client';
/** Whether the viewer may act on devices, as the sentence a disabled control shows. */
import { useViewer, hasRole } from '../../live/viewer.tsx';

/** Why the viewer cannot act; undefined when they can. */
export function useOperatorRole(): string | undefined {
  const viewer = useViewer();
  if (hasRole(viewer, 'OPERATOR')) return undefined;
  return 'You need the role Operator for this. A tenant administrator can give it to you.';
}
