/** A new rollout: artifact, devices, waves and gates, and the simulation before anything is made. */
import type { Metadata } from 'next';
import { NewRollout } from '../../../../features/rollout-plan/new-rollout.tsx';

export const metadata: Metadata = { title: 'New rollout' };

export default function NewRolloutPage() {
  return <NewRollout />;
}
