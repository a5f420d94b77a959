/** Actions on many devices that were started. */
import type { Metadata } from 'next';
import { BatchList } from '../../../features/batch/batch-list.tsx';

export const metadata: Metadata = { title: 'Batches' };

export default function BatchesPage() {
  return <BatchList />;
}
