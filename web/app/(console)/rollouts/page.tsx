/** How artifacts are brought to devices: every rollout with its state, its waves and why it waits. */
import type { Metadata } from 'next';
import { RolloutList } from '../../../features/rollouts/rollout-list.tsx';

export const metadata: Metadata = { title: 'Rollouts' };

export default function RolloutsPage() {
  return <RolloutList />;
}
