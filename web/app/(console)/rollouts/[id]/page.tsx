/** One rollout: its waves, gates, devices and budgets, why it waits, and what is said to it. */
import type { Metadata } from 'next';
import { RolloutPage } from '../../../../features/rollouts/rollout-page.tsx';

export const metadata: Metadata = { title: 'Rollout' };

export default async function OneRolloutPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RolloutPage rolloutId={id} />;
}
