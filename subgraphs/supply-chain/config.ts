/** What the supply chain reads from the environment: where bytes are kept, and how many. */
import { join } from 'node:path';
import { fileText, readConfig, url } from '@flotilla/kernel/config';
import { z } from 'zod';
import type { S3Options } from './blob/s3-store.ts';

const shape = {
  FLOTILLA_DATA_DIR: z.string().default('.flotilla'),
  FLOTILLA_MASTER_KEY_FILE: fileText.refine(
    (text) => Buffer.from(text.trim(), 'base64').length === 32,
    'must name a file with 32 random bytes, written as base64',
  ),
  FLOTILLA_BLOB_DIR: z.string().optional(),
  FLOTILLA_AGENT_FILE: z.string().optional(),
  FLOTILLA_S3_BUCKET: z.string().optional(),
  FLOTILLA_S3_PREFIX: z.string().default(''),
  FLOTILLA_S3_REGION: z.string().default('us-east-1'),
  FLOTILLA_S3_ENDPOINT: url.optional(),
  FLOTILLA_S3_ACCESS_KEY_ID: z.string().optional(),
  FLOTILLA_S3_SECRET_ACCESS_KEY: z.string().optional(),
  FLOTILLA_ARTIFACT_MAX_BYTES: z.coerce
    .number('must be a number of bytes')
    .int()
    .min(1_024, 'must be at least 1024')
    .default(4 * 1024 ** 3),
};

/** The configuration of the supply chain, in the words its code uses. */
export type SupplyChainConfig = {
  /** The directory of the bytes, or of what is on its way to the bucket. */
  readonly blobDirectory: string;
  /** The bucket of the bytes; null where they stay in the directory. */
  readonly s3: S3Options | null;
  readonly artifactMaxBytes: number;
  /** The program this installation gives out as its agent; null where it gives out none. */
  readonly agentFile: string | null;
  /** 32 bytes, written as base64. */
  readonly masterKey: string;
};

/** Reads it. Throws `ConfigError` with a line per wrong variable. */
export function supplyChainConfig(env: NodeJS.ProcessEnv): SupplyChainConfig {
  const read = readConfig(shape, env);
  return {
    blobDirectory: read.FLOTILLA_BLOB_DIR ?? join(read.FLOTILLA_DATA_DIR, 'blobs'),
    s3: s3Of(read),
    masterKey: read.FLOTILLA_MASTER_KEY_FILE,
    agentFile: read.FLOTILLA_AGENT_FILE ?? null,
    artifactMaxBytes: read.FLOTILLA_ARTIFACT_MAX_BYTES,
  };
}

function s3Of(read: z.infer<z.ZodObject<typeof shape>>): S3Options | null {
  const bucket = read.FLOTILLA_S3_BUCKET;
  if (bucket === undefined) return null;
  const [accessKeyId, secretAccessKey] = [read.FLOTILLA_S3_ACCESS_KEY_ID, read.FLOTILLA_S3_SECRET_ACCESS_KEY];
  const isTold = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    bucket,
    prefix: read.FLOTILLA_S3_PREFIX,
    region: read.FLOTILLA_S3_REGION,
    endpoint: read.FLOTILLA_S3_ENDPOINT ?? null,
    credentials: isTold ? { accessKeyId, secretAccessKey } : null,
  };
}
