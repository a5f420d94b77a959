/** The pages of the console: what the rail, the palette and the `g` shortcuts offer. Only pages that exist are here. */
import type { IconName } from '../ui/icon.tsx';

/** One page. `isScoped`: it can be about one domain only, by the prefix of its address. */
export type Page = {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** The key after `g`. */
  readonly key: string;
  readonly isScoped: boolean;
};

/** All pages in the order of the rail. */
export const pages: readonly Page[] = [
  { path: '/', label: 'Overview', icon: 'overview', key: 'o', isScoped: true },
  { path: '/inbox', label: 'Inbox', icon: 'inbox', key: 'i', isScoped: true },
  { path: '/devices', label: 'Devices', icon: 'devices', key: 'd', isScoped: true },
  { path: '/rollouts', label: 'Rollouts', icon: 'rollouts', key: 'r', isScoped: false },
  { path: '/artifacts', label: 'Artifacts', icon: 'artifacts', key: 'a', isScoped: false },
  { path: '/batches', label: 'Batches', icon: 'batches', key: 'b', isScoped: false },
  { path: '/runbooks', label: 'Runbooks', icon: 'runbooks', key: 'u', isScoped: false },
  { path: '/health', label: 'Health', icon: 'health', key: 'h', isScoped: true },
  { path: '/enroll', label: 'Enroll', icon: 'enroll', key: 'e', isScoped: true },
  { path: '/status', label: 'Status board', icon: 'status', key: 's', isScoped: false },
];

/** The page an unscoped path belongs to, its sub-pages included. */
export function pageOf(path: string): Page | undefined {
  return pages.find((page) => path === page.path || (page.path !== '/' && path.startsWith(`${page.path}/`)));
}
