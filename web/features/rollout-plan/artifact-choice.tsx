'use client';
/** The artifacts that may be rolled out: verified ones, newest first, found by a part of their name. */
import { useDeferredValue, useId, useState } from 'react';
import { formatValue } from '../../charts/format-value.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { PlanDraft } from './plan-draft.ts';

const ArtifactChoice_ArtifactsQuery = graphql(`
  query ArtifactChoice_ArtifactsQuery($containing: String) {
    artifacts(first: 50, state: VERIFIED, containing: $containing) {
      edges {
        node {
          id
          name
          version
          digest
          size
          channel
          registeredAt
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

interface ArtifactChoiceProps {
  chosen: PlanDraft['artifact'];
  error: string | undefined;
  onChoose: (artifact: NonNullable<PlanDraft['artifact']>) => void;
}

/** A search and a list of which one can be chosen. */
export function ArtifactChoice({ chosen, error, onChoose }: ArtifactChoiceProps) {
  const [text, setText] = useState('');
  const containing = useDeferredValue(text.trim());
  const {
    data,
    error: failure,
    retry,
  } = useLiveQuery(ArtifactChoice_ArtifactsQuery, {
    containing: containing === '' ? null : containing,
  });
  const group = useId();
  const noteId = `${group}-note`;
  const artifacts = data?.artifacts.edges.map(({ node }) => node);
  return (
    <fieldset aria-describedby={error === undefined ? undefined : noteId} className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">Artifact to roll out</legend>
      <TextInput
        aria-label="Find artifacts by a part of their name"
        placeholder="Find by a part of the name"
        type="search"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {error !== undefined && (
        <p id={noteId} role="alert" className="border-l-2 border-quarantined pl-1.5 text-xs">
          {error}
        </p>
      )}
      <div className="h-72 overflow-y-auto rounded border border-line">
        {artifacts === undefined ? (
          failure ? (
            <Failed what="The artifacts" height={280} {...describeFailure(failure)} onRetry={retry} />
          ) : (
            <Skeleton height={280} label="Loading the artifacts" />
          )
        ) : artifacts.length === 0 ? (
          containing === '' ? (
            <Empty title="No verified artifact yet">
              Push one from a pipeline and sign it with a release key of this tenant: flotilla artifact push.
            </Empty>
          ) : (
            <Empty title={`No verified artifact has “${containing}” in its name`} onClear={() => setText('')} />
          )
        ) : (
          <ul>
            {artifacts.map((artifact) => (
              <ArtifactLine
                key={artifact.id}
                {...artifact}
                group={group}
                isChosen={chosen?.digest === artifact.digest}
                onChoose={() => {
                  const { digest, name, version } = artifact;
                  onChoose({ digest, name, version });
                }}
              />
            ))}
          </ul>
        )}
      </div>
      <ChosenNote chosen={chosen} isCut={data?.artifacts.pageInfo.hasNextPage === true} />
    </fieldset>
  );
}

/** Always there: what is chosen may be out of sight, and its coming must not move the rest. */
function ChosenNote({ chosen, isCut }: { chosen: PlanDraft['artifact']; isCut: boolean }) {
  return (
    <p className="min-h-4.5 text-xs text-muted">
      {chosen ? (
        <>
          Chosen:{' '}
          <span className="text-ink">
            {chosen.name} <span className="figures">{chosen.version}</span>
          </span>
        </>
      ) : (
        'Nothing is chosen yet.'
      )}
      {isCut && ' The newest fifty are listed.'}
    </p>
  );
}

interface ArtifactLineProps {
  /** Names the choice this line is one of: two of them can stand on a page. */
  group: string;
  name: string;
  version: string;
  size: number;
  channel: string | null;
  registeredAt: string;
  isChosen: boolean;
  onChoose: () => void;
}

function ArtifactLine({ group, name, version, size, channel, registeredAt, isChosen, onChoose }: ArtifactLineProps) {
  return (
    <li className="border-b border-line last:border-0">
      <label className="flex min-h-9 items-center gap-3 px-3 py-1 hover:bg-hover">
        <input type="radio" name={group} className="accent-accent" checked={isChosen} onChange={onChoose} />
        <span className="min-w-0 flex-1 truncate">
          {name} <span className="figures">{version}</span>
        </span>
        <span className="text-xs text-muted">{channel === null ? 'in no channel' : `up to ${channel}`}</span>
        <span className="figures w-16 text-right text-xs text-muted max-sm:hidden">{formatValue(size, 'bytes')}</span>
        <span className="w-16 text-right text-xs text-muted max-sm:hidden">
          <Age at={registeredAt} prefix="" />
        </span>
      </label>
    </li>
  );
}
