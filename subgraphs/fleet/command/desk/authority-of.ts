/** By whose authority a device is told what to do: the one place that commands ask. */
import type { EntityManager } from '@flotilla/kernel/database';

/** Who may declare what a device should be, and the fencing epoch of that. */
export type CommandAuthority = { readonly authorityId: string; readonly epoch: number };

/** The authority of the control plane itself, which every device is under that was not handed over. */
export const globalAuthority: CommandAuthority = { authorityId: 'global', epoch: 1 };

/** The present authority of each device, in the transaction that queues or hands over. */
export async function authorityOf(
  _em: EntityManager,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, CommandAuthority>> {
  return new Map(deviceIds.map((id) => [id, globalAuthority]));
}
