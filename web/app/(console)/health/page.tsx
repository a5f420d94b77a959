/** The health of the scope: signals that say what they are made from, and the same for each domain. */
import type { Metadata } from 'next';
import { Health } from '../../../features/health/health.tsx';

export const metadata: Metadata = { title: 'Health' };

export default function HealthPage() {
  return <Health />;
}
