'use client';
/**
 * Which devices run a component, and in which artifacts it is: the question of the day on which a hole in a library
 * becomes known. What is asked stands in the URL.
 */
import { parseAsString, useQueryStates } from 'nuqs';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { ArtifactsHead } from './artifacts-head.tsx';
import { ComponentUsesPanel } from './component-uses-panel.tsx';
import { DevicesRunningPanel } from './devices-running-panel.tsx';
import type { WantedComponent } from './wanted-component.ts';

const parsers = { purl: parseAsString, name: parseAsString, versions: parseAsString };

/** The page's content. */
export function ComponentSearch() {
  const [wanted, setWanted] = useQueryStates(parsers, { history: 'push' });
  const isAsked = wanted.purl !== null || wanted.name !== null;
  return (
    <>
      <ArtifactsHead title="Components" />
      {/* What is typed belongs to the question it was typed over: another question begins anew. */}
      <SearchForm key={JSON.stringify(wanted)} wanted={wanted} onAsk={(next) => void setWanted(next)} />
      {isAsked ? (
        <div className="grid grid-cols-12 gap-3">
          <div className="col-span-12 min-w-0 lg:col-span-6">
            <DevicesRunningPanel wanted={wanted} />
          </div>
          <div className="col-span-12 min-w-0 lg:col-span-6">
            <ComponentUsesPanel wanted={wanted} />
          </div>
        </div>
      ) : (
        <Empty title="Which devices run a component?">
          Give its package URL, as bills of materials have it, or its bare name, and the versions you worry about. Only
          what came with a bill of materials can be found.
        </Empty>
      )}
    </>
  );
}

function SearchForm({ wanted, onAsk }: { wanted: WantedComponent; onAsk: (wanted: WantedComponent) => void }) {
  const [what, setWhat] = useState(wanted.purl ?? wanted.name ?? '');
  const [versions, setVersions] = useState(wanted.versions ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked = what.trim();
    const isPurl = asked.startsWith('pkg:');
    onAsk({
      purl: isPurl ? asked : null,
      name: isPurl || asked === '' ? null : asked,
      versions: versions.trim() || null,
    });
  };
  return (
    <form
      role="search"
      aria-label="Find a component"
      onSubmit={submit}
      className="mb-3 flex flex-wrap items-start gap-x-3 gap-y-2"
    >
      <div className="w-96 max-w-full">
        <Field label="Package URL or name" hint="e.g. pkg:maven/org.apache/log4x">
          {(ids) => (
            <TextInput
              {...ids}
              className="figures"
              autoComplete="off"
              spellCheck={false}
              value={what}
              onChange={(event) => setWhat(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="w-64 max-w-full">
        <Field label="Versions (optional)" hint="e.g. >=2.0 <2.17 || >=3">
          {(ids) => (
            <TextInput
              {...ids}
              className="figures"
              autoComplete="off"
              spellCheck={false}
              value={versions}
              onChange={(event) => setVersions(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="pt-5 max-sm:pt-0">
        <Button
          type="submit"
          tone="primary"
          disabledBecause={what.trim() === '' ? 'Say which component: its package URL or its name.' : undefined}
        >
          Find it
        </Button>
      </div>
    </form>
  );
}
