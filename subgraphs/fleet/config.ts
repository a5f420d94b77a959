/** What the fleet reads from the environment: its secrets, where agents come in, and how often they are heard. */
import { fileText, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';

const shape = {
  FLOTILLA_MASTER_KEY_FILE: fileText.refine(
    (text) => Buffer.from(text.trim(), 'base64').length === 32,
    'must name a file with 32 random bytes, written as base64',
  ),
  FLOTILLA_AGENTS_URL: url.default('https://localhost:4443'),
  FLOTILLA_HEARTBEAT_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(200, 'must be at least 200')
    .max(3_600_000)
    .default(10_000),
  FLOTILLA_HEARTBEATS_PER_SECOND: z.coerce.number().min(1, 'must be at least 1').default(2_000),
  FLOTILLA_AUTHORITY_ID: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and hyphens')
    .default('global'),
  FLOTILLA_DEVICE_CERTIFICATE_HOURS: z.coerce.number().min(1, 'must be 1 to 8760').max(8_760).default(72),
};

/** The configuration of the fleet, in the words its code uses. */
export type FleetConfig = {
  /** Base64 of 32 bytes. */
  readonly masterKey: string;
  /** Which authority this control plane is. */
  readonly authorityId: string;
  /** Written into enrollment tokens. */
  readonly agentsUrl: string;
  /** What a device is told while the fleet is small. */
  readonly heartbeatIntervalMs: number;
  /** Heartbeats a second that the whole fleet may come to: beyond it, intervals grow. */
  readonly heartbeatsPerSecond: number;
  /**
   * 72 hours by default. Revocation does not wait for expiry, so this only bounds how long a stolen key works where
   * nobody asks the fleet; it is long enough that a weekend without a link needs no new proof of key.
   */
  readonly certificateLifetimeMs: number;
};

/** Reads it. Throws `ConfigError` with a line per wrong variable. */
export function fleetConfig(env: NodeJS.ProcessEnv): FleetConfig {
  const read = readConfig(shape, env);
  return {
    masterKey: read.FLOTILLA_MASTER_KEY_FILE,
    authorityId: read.FLOTILLA_AUTHORITY_ID,
    agentsUrl: read.FLOTILLA_AGENTS_URL,
    heartbeatIntervalMs: read.FLOTILLA_HEARTBEAT_INTERVAL_MS,
    heartbeatsPerSecond: read.FLOTILLA_HEARTBEATS_PER_SECOND,
    certificateLifetimeMs: read.FLOTILLA_DEVICE_CERTIFICATE_HOURS * 3_600_000,
  };
}
