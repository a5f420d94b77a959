/** Everything that is to run on devices, and whether it is believed. */
import type { Metadata } from 'next';
import { ArtifactList } from '../../../features/artifacts/artifact-list.tsx';

export const metadata: Metadata = { title: 'Artifacts' };

export default function ArtifactsPage() {
  return <ArtifactList />;
}
