/** What was planned: everything about a rollout that does not change. */
import { Panel } from '../../ui/panel.tsx';
import { durationText } from '../../ui/age-text.ts';
import { PersonWords } from '../commands/person-words.tsx';
import { FactList } from '../device/fact-list.tsx';
import { checkText, executorText, windowText } from './plan-words.ts';
import { failureWords, strategyWords } from './rollout-words.ts';
import { selectionText } from './selection-words.ts';
import type { RolloutDetail } from './use-rollout.ts';

interface PlanPanelProps {
  rollout: RolloutDetail;
  nameOf: (id: string) => string | undefined;
}

/** Facts in the order of the wizard. */
export function PlanPanel({ rollout, nameOf }: PlanPanelProps) {
  const { artifact, previous, strategy, selection, window, onFailure, health, executor, mirrors } = rollout;
  return (
    <Panel title="Plan">
      <FactList
        facts={[
          { term: 'Artifact', value: `${artifact.name} ${artifact.version}` },
          { term: 'Digest', value: <code className="figures break-all text-xs">{artifact.digest}</code> },
          {
            term: 'Else back to',
            value: previous && `${previous.name} ${previous.version}`,
            absence: 'what each device ran before',
          },
          { term: 'Devices', value: selectionText(selection, nameOf) },
          { term: 'Strategy', value: `${strategyWords[strategy].word}. ${strategyWords[strategy].meaning}` },
          { term: 'On failure', value: `${failureWords[onFailure].word}. ${failureWords[onFailure].meaning}` },
          { term: 'Window', value: window && windowText(window), absence: 'always open' },
          { term: 'Runs as', value: executorText(executor) },
          {
            term: 'Is well if',
            value: health.length === 0 ? null : health.map(checkText).join(' · '),
            absence: 'it stays alive for 2s',
          },
          { term: 'Lease waits', value: durationText(rollout.beginWithinS * 1000) },
          { term: 'Mirrors', value: mirrors.length === 0 ? null : mirrors.join(' · '), absence: 'none' },
          { term: 'Planned by', value: <PersonWords actor={rollout.createdBy} person={rollout.createdByUser} /> },
          { term: 'Id', value: <code className="figures break-all text-xs select-all">{rollout.id}</code> },
        ]}
      />
    </Panel>
  );
}
