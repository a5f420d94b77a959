/** One action on many devices: how far it is, who approves it, and how it is stopped. */
import type { Metadata } from 'next';
import { BatchPage } from '../../../../features/batch/batch-page.tsx';

export const metadata: Metadata = { title: 'Batch' };

export default async function OneBatchPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <BatchPage batchId={id} />;
}
