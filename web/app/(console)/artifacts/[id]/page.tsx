/** One artifact: whether it is believed and why, what it is made of, and where it runs. */
import type { Metadata } from 'next';
import { ArtifactPage } from '../../../../features/artifacts/artifact-page.tsx';

export const metadata: Metadata = { title: 'Artifact' };

export default async function OneArtifactPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ArtifactPage artifactId={id} />;
}
