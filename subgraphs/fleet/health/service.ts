/** Everything of health that a process runs, wired: the desk that answers, and the sampler behind the trends. */
import type { Database } from '@flotilla/kernel/database';
import type { Logger } from '@flotilla/kernel/logger';
import { HealthDesk } from './desk.ts';
import { healthResolver } from './resolver.ts';
import { HealthSampler } from './sampler.ts';

/** Makes what a process needs. */
export function healthService(parts: { readonly database: Database; readonly logger: Logger }) {
  const sampler = new HealthSampler(parts);
  const HealthResolver = healthResolver(new HealthDesk(parts));
  return {
    HealthResolver,
    instances: [new HealthResolver()],
    start: () => sampler.start(),
    stop: () => sampler.stop(),
  };
}
