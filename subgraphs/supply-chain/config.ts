/** What the supply chain reads from the environment: where bytes are kept, and how many. */
import { join } from 'node:path';
import { readConfig } from '@flotilla/kernel/config';
import { z } from 'zod';

const shape = {
  FLOTILLA_DATA_DIR: z.string().default('.flotilla'),
  FLOTILLA_BLOB_DIR: z.string().optional(),
  FLOTILLA_ARTIFACT_MAX_BYTES: z.coerce
    .number('must be a number of bytes')
    .int()
    .min(1_024, 'must be at least 1024')
    .default(4 * 1024 ** 3),
};

/** The configuration of the supply chain, in the words its code uses. */
export type SupplyChainConfig = {
  /** The directory of the bytes. */
  readonly blobDirectory: string;
  readonly artifactMaxBytes: number;
};

/** Reads it. Throws `ConfigError` with a line per wrong variable. */
export function supplyChainConfig(env: NodeJS.ProcessEnv): SupplyChainConfig {
  const read = readConfig(shape, env);
  return {
    blobDirectory: read.FLOTILLA_BLOB_DIR ?? join(read.FLOTILLA_DATA_DIR, 'blobs'),
    artifactMaxBytes: read.FLOTILLA_ARTIFACT_MAX_BYTES,
  };
}
