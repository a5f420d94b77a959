'use client';
/** What `/` shows: the whole fleet, or the page of one domain where the address names one. */
import dynamic from 'next/dynamic';
import { useScopedPath } from '../../live/scope.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Overview } from '../overview/overview.tsx';

const DomainPage = dynamic(() => import('./domain-page.tsx').then((module) => module.DomainPage), {
  loading: () => <Skeleton height="80vh" label="Loading the domain" />,
});

/** Either page; neither before the address is known, which is only in the browser. */
export function Home() {
  const { scope, path } = useScopedPath();
  if (path === '') return <Skeleton height="80vh" label="Loading the page" />;
  return scope === null ? <Overview /> : <DomainPage key={scope} slug={scope} />;
}
