/**
 * Which domains of the fleet we hear from at all. A domain that has devices of its own and hears from none of them now
 * does not answer: whatever the page shows of it is memory. That is said and not coloured, since it may be by design.
 */
import { type DisplayState, displayStates } from '../../ui/states.ts';
import { type Counts, totalOfCounts } from './spectrum-facts.ts';

/** A domain with the counts of everything in it and below it. */
export type CountedDomain = {
  readonly slug: string;
  readonly name: string;
  readonly path: string;
  readonly counts: Counts;
};

/** How many domains could answer, and which of them do not. */
export type Answering<Domain> = { readonly asked: number; readonly missing: readonly Domain[] };

const heard: readonly DisplayState[] = ['LIVE', 'DELAYED', 'EDGE_CACHED', 'RETURNING', 'REPLAYING'];

/** Domains without devices cannot answer, and neither can those whose devices we have isolated ourselves. */
export function answeringOf<Domain extends CountedDomain>(domains: readonly Domain[]): Answering<Domain> {
  const asked = domains
    .map((domain) => ({ domain, own: ownCounts(domain, domains) }))
    .filter(({ own }) => totalOfCounts(own) - (own.QUARANTINED ?? 0) > 0);
  return {
    asked: asked.length,
    missing: asked.filter(({ own }) => heard.every((state) => (own[state] ?? 0) === 0)).map(({ domain }) => domain),
  };
}

/** The API counts a domain with everything below it; what its children have is not its own. */
function ownCounts(domain: CountedDomain, domains: readonly CountedDomain[]): Counts {
  const below = domains.filter(({ path }) => parentOf(path) === domain.path);
  const countOf = (state: DisplayState) =>
    below.reduce((count, child) => count - (child.counts[state] ?? 0), domain.counts[state] ?? 0);
  return Object.fromEntries(displayStates.map((state) => [state, countOf(state)]));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
