'use client';
/** Whether the viewer may decide what enters without a person, as the sentence a disabled control shows. */
import { hasRole, useViewer } from '../../live/viewer.tsx';

/** Why the viewer cannot; undefined when they can. */
export function useAdminRole(): string | undefined {
  const viewer = useViewer();
  return hasRole(viewer, 'TENANT_ADMIN') ? undefined : 'You need the role Tenant administrator for this.';
}
