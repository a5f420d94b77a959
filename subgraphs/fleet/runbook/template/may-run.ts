/** Who may run a runbook: its own rule, above the one that every command has. */
import { Refusal } from '@flotilla/kernel/errors';
import { holdsRole, type Viewer } from '@flotilla/kernel/viewer';
import type { RunbookDefinition } from '../events.ts';

/** Refuses with FORBIDDEN whoever lacks the role that a runbook asks for. A service account is an operator here. */
export function assertMayRun(viewer: Viewer, { requiredRole }: Pick<RunbookDefinition, 'requiredRole'>): void {
  if (viewer.kind === 'system' || (viewer.kind === 'service' && requiredRole === 'OPERATOR')) return;
  if (viewer.kind === 'user' && holdsRole(viewer, requiredRole)) return;
  throw new Refusal('FORBIDDEN', `This runbook needs the role ${requiredRole}.`, { roles: [requiredRole] });
}
