/** How telemetry answers for a device another subgraph refers to: to viewers of its tenant only. */
import { allow } from '@flotilla/kernel/authorize';
import type { Context } from '@flotilla/kernel/context';
import { isRefusal } from '@flotilla/kernel/errors';
import type { ReferenceResolver } from '@flotilla/kernel/schema';
import { knownDevices } from './trust/queries.ts';

const readers = allow(['VIEWER'], 'telemetry:read');

/** By type name. The loader sees the viewer's tenant and nothing else, so a foreign id is simply not there. */
export const references: Readonly<Record<string, ReferenceResolver>> = {
  Device: (reference, context) => (mayKnow(context) ? context.loader(knownDevices).load(reference.id) : null),
};

function mayKnow({ viewer }: Context): boolean {
  if (viewer.tenantId === null) return false;
  try {
    readers.check(viewer);
    return true;
  } catch (thrown) {
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}
