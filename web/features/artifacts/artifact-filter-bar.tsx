'use client';
/** The filter of the list: a part of the name, and one choice each of state, channel and key. */
import { type FormEvent, useRef, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { artifactChannels, artifactStates, artifactWords, shortHex } from './artifact-words.ts';
import type { ArtifactFilter } from './use-artifact-filter.ts';

const ArtifactFilterBar_KeysQuery = graphql(`
  query ArtifactFilterBar_KeysQuery {
    signingKeys {
      keyId
      name
    }
  }
`);

interface ArtifactFilterBarProps {
  filter: ArtifactFilter;
  isFiltered: boolean;
  onChange: (part: Partial<Omit<ArtifactFilter, 'after'>>) => void;
  onClear: () => void;
}

const ANY = '';

/** Four controls in a line. Typed text counts once it is entered. */
export function ArtifactFilterBar({ filter, isFiltered, onChange, onClear }: ArtifactFilterBarProps) {
  const { data } = useLiveQuery(ArtifactFilterBar_KeysQuery, {});
  const states = artifactStates.map((state) => ({ value: state, label: artifactWords[state].word }));
  const channels = artifactChannels.map((channel) => ({ value: channel, label: `Up to ${channel}` }));
  const keys = (data?.signingKeys ?? []).map(({ keyId, name }) => ({ value: keyId, label: `By ${name}` }));
  const isForeign = filter.key !== null && keys.every(({ value }) => value !== filter.key);
  return (
    <div role="search" aria-label="Filter artifacts" className="mb-3 flex flex-wrap items-center gap-2">
      {/* What is typed belongs to the filter that it was typed over: another filter begins anew. */}
      <NameInput key={filter.q} q={filter.q} onEnter={(q) => onChange({ q })} />
      <Select
        aria-label="State"
        className="max-w-40"
        value={filter.state ?? ANY}
        onChange={(value) => onChange({ state: artifactStates.find((state) => state === value) ?? null })}
        options={[{ value: ANY, label: 'Any state' }, ...states]}
      />
      <Select
        aria-label="Channel"
        className="max-w-40"
        value={filter.channel ?? ANY}
        onChange={(value) => onChange({ channel: artifactChannels.find((channel) => channel === value) ?? null })}
        options={[{ value: ANY, label: 'Any channel' }, ...channels]}
      />
      <Select
        aria-label="Signed by"
        className="max-w-48"
        value={filter.key ?? ANY}
        onChange={(value) => onChange({ key: value === ANY ? null : value })}
        options={[
          { value: ANY, label: 'Any key' },
          ...keys,
          ...(isForeign ? [{ value: filter.key ?? ANY, label: `By ${shortHex(filter.key ?? '')}` }] : []),
        ]}
      />
      {isFiltered && (
        <Button tone="quiet" onClick={onClear}>
          Clear filter
        </Button>
      )}
    </div>
  );
}

function NameInput({ q, onEnter }: { q: string; onEnter: (q: string) => void }) {
  const [typed, setTyped] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onEnter(typed.trim());
  };
  return (
    <form onSubmit={submit} className="w-64 max-sm:w-full">
      <TextInput
        ref={input}
        aria-label="Name contains"
        placeholder="Name contains…   ( / )"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => typed.trim() !== q && onEnter(typed.trim())}
      />
    </form>
  );
}
