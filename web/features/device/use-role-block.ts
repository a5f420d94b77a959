'use client';
/** Whether the viewer may do something, as the sentence a disabled control shows. The API decides; this spares asking. */
import type { Role } from '../../gql/graphql.ts';
import { hasRole, roleWord, useViewer } from '../../live/viewer.tsx';

/** Why the viewer cannot, given the roles of which one is needed; undefined when they can. */
export function useRoleBlock(...needed: [Role, ...Role[]]): string | undefined {
  const viewer = useViewer();
  if (needed.some((role) => hasRole(viewer, role))) return undefined;
  return `You need the role ${needed.map(roleWord).join(' or ')} for this. A tenant administrator can give it to you.`;
}
