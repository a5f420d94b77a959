'use client';
/**
 * Where one is: tenant, then domain, each a switcher. Choosing a domain changes the prefix of the address and nothing
 * else, so that the same page is shown for the other scope.
 */
import { useSearchParams } from 'next/navigation';
import { graphql } from '../gql/gql.ts';
import { scopedHref, useScopedPath } from '../live/scope.ts';
import { useLiveQuery } from '../live/use-live-query.ts';
import { useViewer } from '../live/viewer.tsx';
import { Icon } from '../ui/icon.tsx';
import { Crumbs } from '../ui/crumbs.tsx';
import { Menu } from '../ui/menu.tsx';
import { pageOf } from './pages.ts';

const ScopeCrumbs_DomainsQuery = graphql(`
  query ScopeCrumbs_DomainsQuery {
    domains {
      id
      name
      slug
      path
    }
  }
`);

/** The crumbs of the top bar. */
export function ScopeCrumbs() {
  const { tenant } = useViewer();
  const { scope, path } = useScopedPath();
  const query = useSearchParams().toString();
  const { data } = useLiveQuery(ScopeCrumbs_DomainsQuery, {});
  const domains = data?.domains ?? [];
  const page = pageOf(path);
  const target = page?.isScoped === true ? `${page.path}${path === page.path && query !== '' ? `?${query}` : ''}` : '/';
  const items = [
    { label: `All of ${tenant.name}`, href: scopedHref(null, target), isChecked: scope === null },
    'divider' as const,
    ...domains
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map((domain) => ({
        label: <span style={{ paddingLeft: 12 * (domain.path.split('/').length - 1) }}>{domain.name}</span>,
        href: scopedHref(domain.slug, target),
        isChecked: domain.slug === scope,
        hint: domain.slug,
      })),
  ];
  const current = domains.find((domain) => domain.slug === scope);
  const domainSwitch = (
    <Menu
      label="Domain"
      items={items}
      trigger={
        <button type="button" className="flex h-7 min-w-0 items-center gap-1 rounded px-1.5 hover:bg-hover">
          <span className="truncate">{scope === null ? 'All domains' : (current?.name ?? scope)}</span>
          <Icon name="chevron" size={12} />
        </button>
      }
    />
  );
  return (
    <Crumbs
      crumbs={[
        { label: tenant.name, href: scopedHref(null, '/') },
        { label: scope ?? 'All domains', content: domainSwitch },
      ]}
    />
  );
}
