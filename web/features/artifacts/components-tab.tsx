'use client';
/** What an artifact is made of, as its bills of materials say, to be searched by name and package URL. */
import type { ResultOf } from '@graphql-typed-document-node/core';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { type FormEvent, useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { componentHref } from './component-href.ts';
import { type PageSource, usePages } from './use-pages.ts';

const ComponentsTab_ArtifactQuery = graphql(`
  query ComponentsTab_ArtifactQuery($id: ID!, $containing: String, $after: String) {
    artifact(id: $id) {
      id
      components(first: 100, after: $after, containing: $containing) {
        edges {
          node {
            evidenceId
            name
            version
            purl
            type
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

type Data = ResultOf<typeof ComponentsTab_ArtifactQuery>;
type ComponentFacts = NonNullable<Data['artifact']>['components']['edges'][number]['node'];

const source: PageSource<Data, { id: string; containing: string | null }, ComponentFacts> = {
  query: ComponentsTab_ArtifactQuery,
  connectionOf: ({ artifact }) => artifact?.components,
};

/** The search stands in the URL; more rows come on demand. */
export function ComponentsTab({ artifactId, total }: { artifactId: string; total: number }) {
  const [search, setSearch] = useQueryState('component', parseAsString.withDefault(''));
  const { nodes, hasMore, error, isReading, retry, readMore } = usePages(source, {
    id: artifactId,
    containing: search || null,
  });
  const failure = error && <Failed what="The components" height={320} {...describeFailure(error)} onRetry={retry} />;
  const clear = () => void setSearch(null);
  return (
    <Panel
      title="Components"
      flush
      aside={<SearchField key={search} search={search} onSearch={(text) => void setSearch(text || null)} />}
    >
      {nodes === null ? (
        (failure ?? <Skeleton height={320} label="Loading the components" />)
      ) : nodes.length === 0 ? (
        search === '' ? (
          <Empty title="No bill of materials">
            Nobody says what it is made of. A pipeline attaches a CycloneDX bill with{' '}
            <code className="figures">flotilla artifact push … --sbom</code>.
          </Empty>
        ) : (
          <Empty title="No component matches" onClear={clear} clearLabel="Clear search">
            None of its {total.toLocaleString('en')} components has <code className="figures text-ink">{search}</code>{' '}
            in its name or package URL.
          </Empty>
        )
      ) : (
        <>
          <ComponentRows components={nodes} />
          {failure}
          {hasMore && (
            <div className="p-2">
              <Button onClick={readMore} isBusy={isReading}>
                {isReading ? 'Loading…' : 'Load more components'}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function SearchField({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(search);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        aria-label="Name or package URL contains"
        placeholder="Name or package URL contains…"
        className="w-64! max-sm:w-44!"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => typed.trim() !== search && onSearch(typed.trim())}
      />
    </form>
  );
}

function ComponentRows({ components }: { components: readonly ComponentFacts[] }) {
  return (
    <Table label="Components, in the order of the bill">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell>Type</HeadCell>
          <HeadCell>Package URL</HeadCell>
          <HeadCell>Elsewhere</HeadCell>
        </tr>
      </thead>
      <tbody>
        {components.map((component, index) => (
          // A bill may list the same thing twice; rows are only ever added behind.
          // oxlint-disable-next-line react/no-array-index-key
          <Row key={index}>
            <Cell>{component.name}</Cell>
            <Cell figures>{component.version ?? <span className="text-muted">not said</span>}</Cell>
            <Cell>{component.type}</Cell>
            <Cell figures>{component.purl ?? <span className="text-muted">none</span>}</Cell>
            <Cell>
              <Link href={componentHref(component)} className="relative py-1 text-accent hover:underline">
                Who runs it<span className="sr-only">: {component.name}</span>
              </Link>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
