/** Where an artifact comes from, as its builder says under a key that may say so. */
import { Panel } from '../../ui/panel.tsx';
import { FactList } from '../device/fact-list.tsx';
import type { ArtifactFacts } from './artifact-fragment.ts';

/** One part per statement: who built it, how, when, and out of what. */
export function ProvenancePanel({ provenance }: Pick<ArtifactFacts, 'provenance'>) {
  return (
    <Panel title="Provenance">
      {provenance.length === 0 ? (
        <p className="text-muted">
          Nobody says where it comes from: no statement about it is signed by a build key of the tenant.
        </p>
      ) : (
        <ul className="flex flex-col gap-4">
          {provenance.map((statement, index) => (
            // Statements have no identity of their own, and never change their order.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <Statement statement={statement} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Statement({ statement }: { statement: ArtifactFacts['provenance'][number] }) {
  const { predicateType, builder, buildType, invocation, finishedAt, materials } = statement;
  return (
    <div className="flex flex-col gap-3">
      <FactList
        facts={[
          { term: 'Built by', value: builder },
          { term: 'How', value: buildType },
          { term: 'Run', value: invocation, absence: 'not said' },
          { term: 'Finished', value: finishedAt, absence: 'not said' },
          { term: 'Kind', value: <code className="figures break-all">{predicateType}</code> },
        ]}
      />
      <section>
        <h3 className="mb-1 text-xs font-semibold text-muted">What went in</h3>
        {materials.length === 0 ? (
          <p className="text-muted">The builder does not say.</p>
        ) : (
          <ul>
            {materials.map(({ uri, digest }) => (
              <li key={`${uri} ${digest ?? ''}`} className="border-b border-line py-1 last:border-0">
                <span className="break-all">{uri}</span>{' '}
                <code className="figures text-xs break-all text-muted">{digest ?? 'without a digest'}</code>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
