'use client';
/** Devices by name: found by the beginning of it, added one by one. */
import { useDeferredValue, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import type { SelectionDraft } from './plan-draft.ts';

const NamedDevices_DevicesQuery = graphql(`
  query NamedDevices_DevicesQuery($q: String!) {
    devices(first: 6, q: $q) {
      totalCount
      edges {
        node {
          id
          name
          domain {
            id
            slug
          }
        }
      }
    }
  }
`);

interface NamedDevicesProps {
  chosen: SelectionDraft['devices'];
  error: string | undefined;
  onChange: (devices: SelectionDraft['devices']) => void;
}

/** A search, what it finds, and who is chosen. */
export function NamedDevices({ chosen, error, onChange }: NamedDevicesProps) {
  const [text, setText] = useState('');
  // The filter grammar reads these as its own; a name with them is found by what comes before.
  const wanted = useDeferredValue(text.trim().replace(/[\s:,"*].*$/, ''));
  const { data } = useLiveQuery(NamedDevices_DevicesQuery, { q: `name:${wanted}*` }, { pause: wanted === '' });
  const found = wanted === '' ? [] : (data?.devices.edges.map(({ node }) => node) ?? []);
  const offered = found.filter(({ id }) => chosen.every((each) => each.id !== id));
  return (
    <div className="flex flex-col gap-2">
      <Field label="Only these, by name (optional)" hint="The beginning of a name" error={error}>
        {(ids) => (
          <TextInput
            {...ids}
            type="search"
            value={text}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {offered.length > 0 && (
        <ul aria-label="Found" className="flex flex-wrap gap-1">
          {offered.map(({ id, name, domain }) => (
            <li key={id}>
              <Button onClick={() => onChange([...chosen, { id, name }])}>
                Add {name}
                <span className="text-xs text-muted">{domain.slug}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {wanted !== '' && data && offered.length === 0 && (
        <p className="text-xs text-muted">
          {found.length === 0 ? `No device begins with “${wanted}”.` : 'All that were found are chosen.'}
        </p>
      )}
      {chosen.length > 0 && (
        <ul aria-label="Chosen devices" className="flex flex-wrap gap-1">
          {chosen.map(({ id, name }) => (
            <li key={id} className="flex items-center gap-1 rounded border border-line bg-hover pl-2 text-xs">
              {name}
              <Button tone="quiet" onClick={() => onChange(chosen.filter((each) => each.id !== id))}>
                Remove<span className="sr-only"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
