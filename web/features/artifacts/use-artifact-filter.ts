'use client';
/** The state of the list of artifacts that lives in the URL: the filter and the page. A link shows exactly this list. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { artifactChannels, artifactStates } from './artifact-words.ts';

const parsers = {
  /** A part of the name. */
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(artifactStates),
  channel: parseAsStringLiteral(artifactChannels),
  /** The key that vouches. */
  key: parseAsString,
  /** The row the page begins after. */
  after: parseAsString,
};

/** The filter, and how to change it: every change begins with the first page and is a step of the history. */
export function useArtifactFilter() {
  const [filter, setFilter] = useQueryStates(parsers, { history: 'push' });
  const { q, state, channel, key } = filter;
  return {
    filter,
    isFiltered: q !== '' || state !== null || channel !== null || key !== null,
    change: (part: Partial<Omit<ArtifactFilter, 'after'>>) => void setFilter({ ...part, after: null }),
    clear: () => void setFilter(null),
    showAfter: (after: string | null) => void setFilter({ after }),
  };
}

/** What is asked for. */
export type ArtifactFilter = {
  q: string;
  state: (typeof artifactStates)[number] | null;
  channel: (typeof artifactChannels)[number] | null;
  key: string | null;
  after: string | null;
};
