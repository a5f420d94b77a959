'use client';
/** What is held of an artifact and why: the verdict in words and as a code, and how to have it judged anew. */
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { ArtifactFacts } from './artifact-fragment.ts';
import { ArtifactBadge } from './artifact-badge.tsx';
import { artifactWords, keyRoleWords, reasonWords } from './artifact-words.ts';
import { PushHelpButton } from './push-help.tsx';

const VerdictPanel_VerifyMutation = graphql(`
  mutation VerdictPanel_VerifyMutation($artifactId: ID!) {
    verifyArtifact(artifactId: $artifactId) {
      ...ArtifactPage_ArtifactFragment
    }
  }
`);

/** How many different keys of a role must sign. */
export type Threshold = { role: 'RELEASE' | 'BUILD'; threshold: number };

interface VerdictPanelProps {
  artifact: ArtifactFacts;
  thresholds: readonly Threshold[];
  onChanged: () => void;
}

/** The state, what it means, the reasons, and how many keys there are of how many. */
export function VerdictPanel({ artifact, thresholds, onChanged }: VerdictPanelProps) {
  const { state, judgedAt, withdrawnAt, withdrawReason, faults } = artifact;
  const general = faults.filter(({ evidenceId }) => evidenceId === null);
  return (
    <Panel title="Verdict" aside={judgedAt === null ? undefined : <Age at={judgedAt} prefix="changed" />}>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ArtifactBadge state={state} />
          <span>{artifactWords[state].meaning}</span>
        </p>
        {artifact.reason !== null && (
          <Notice tone="critical" title={reasonWords[artifact.reason]}>
            <code className="figures text-ink">{artifact.reason}</code>
            {general.map(({ reason, words }) => (
              <p key={reason + words}>{words}</p>
            ))}
          </Notice>
        )}
        {withdrawnAt !== null && (
          <Notice tone="warning" title={`Withdrawn: ${withdrawReason ?? 'nobody said why'}`}>
            <Age at={withdrawnAt} prefix="" />. Devices that run it go on running it until they are updated.
          </Notice>
        )}
        {(state === 'VERIFIED' || state === 'REJECTED') && <KeyCounts {...{ artifact, thresholds }} />}
        {state === 'REGISTERED' ? (
          <div>
            <PushHelpButton name={artifact.name} />
          </div>
        ) : (
          state !== 'WITHDRAWN' && <JudgeAnewButton artifactId={artifact.id} onDone={onChanged} />
        )}
      </div>
    </Panel>
  );
}

/** Of each role that must sign, how many different keys count. */
function KeyCounts({ artifact, thresholds }: Pick<VerdictPanelProps, 'artifact' | 'thresholds'>) {
  const wanted = thresholds.filter(({ threshold }) => threshold > 0);
  return (
    <ul className="text-xs text-muted">
      {wanted.map(({ role, threshold }) => {
        const keys = new Set(artifact.signers.filter((signer) => signer.role === role).map(({ keyId }) => keyId));
        return (
          <li key={role}>
            {keyRoleWords[role].word} keys that count: <span className="figures text-ink">{keys.size}</span> of{' '}
            <span className="figures">{threshold}</span> that must
          </li>
        );
      })}
    </ul>
  );
}

function JudgeAnewButton({ artifactId, onDone }: { artifactId: string; onDone: () => void }) {
  const whyNot = useRoleBlock('OPERATOR');
  const [outcome, setOutcome] = useState<string>();
  const [{ fetching: isBusy }, verify] = useMutation(VerdictPanel_VerifyMutation);
  const act = async () => {
    const { error } = await verify({ artifactId });
    setOutcome(error ? describeFailure(error).message : 'Judged by the keys and thresholds of now.');
    if (!error) onDone();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabledBecause={whyNot} isBusy={isBusy} onClick={() => void act()}>
        Judge it anew
      </Button>
      <span role="status" className="text-xs text-muted">
        {outcome}
      </span>
    </div>
  );
}
