/** The overview of the fleet or, with `/d/<slug>` before it, the page of one domain. */
import type { Metadata } from 'next';
import { Home } from '../../features/domain/home.tsx';

export const metadata: Metadata = { title: 'Overview' };

export default function HomePage() {
  return <Home />;
}
