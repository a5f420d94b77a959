'use client';
/** The head of the three pages about artifacts: the one h1, the way to the other two, and what stands beside it. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { PageTitle } from '../../ui/page-title.tsx';

const places = [
  { path: '/artifacts', label: 'Artifacts' },
  { path: '/artifacts/components', label: 'Components' },
  { path: '/artifacts/keys', label: 'Signing keys' },
] as const;

/** Title, controls, and the pages as links below it. */
export function ArtifactsHead({ title, children }: { title: string; children?: ReactNode }) {
  const pathname = usePathname();
  return (
    <>
      <PageTitle title={title}>{children}</PageTitle>
      <nav aria-label="About artifacts" className="mb-3 flex gap-1 overflow-x-auto border-b border-line">
        {places.map((place) => (
          <Link
            key={place.path}
            href={place.path}
            aria-current={pathname === place.path ? 'page' : undefined}
            className="-mb-px flex h-8 items-center border-b-2 border-transparent px-2.5 text-sm whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {place.label}
          </Link>
        ))}
      </nav>
    </>
  );
}
