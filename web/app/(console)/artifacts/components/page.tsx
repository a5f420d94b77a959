/** Which devices run a component, and in which artifacts it is. */
import type { Metadata } from 'next';
import { ComponentSearch } from '../../../../features/artifacts/component-search.tsx';

export const metadata: Metadata = { title: 'Components' };

export default function ComponentsPage() {
  return <ComponentSearch />;
}
