/** The store that is configured: a bucket where one is named, a directory otherwise. */
import { join } from 'node:path';
import type { SupplyChainConfig } from '../config.ts';
import type { BlobStore } from './blob-store.ts';
import { DirectoryBlobStore } from './directory-store.ts';

/** Opens it. The client library of buckets is loaded only where there is one. */
export async function openBlobStore({
  blobDirectory,
  s3,
}: Pick<SupplyChainConfig, 'blobDirectory' | 's3'>): Promise<BlobStore> {
  if (s3 === null) return new DirectoryBlobStore(blobDirectory);
  const { S3BlobStore } = await import('./s3-store.ts');
  return new S3BlobStore(s3, new DirectoryBlobStore(join(blobDirectory, 'staging')));
}
