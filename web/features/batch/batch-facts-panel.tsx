/** What a batch was planned to do and who had to do with it. */
import { Panel } from '../../ui/panel.tsx';
import { PayloadWords } from '../commands/payload-words.tsx';
import { PersonWords } from '../commands/person-words.tsx';
import { FactList } from '../device/fact-list.tsx';
import { actionWords, approvalText, batchWords } from './batch-words.ts';
import type { BatchFacts } from './use-batch.ts';

/** Facts that do not change any more, and the ones that end it. */
export function BatchFactsPanel({ batch }: { batch: BatchFacts }) {
  const { plan, state, reason, plannedBy, startedBy, approvedBy, endReason, id } = batch;
  const isEmpty = JSON.stringify(plan.payload ?? {}) === '{}';
  return (
    <Panel title="Plan">
      <FactList
        facts={[
          { term: 'What', value: actionWords[plan.action].meaning },
          {
            term: 'With',
            value: isEmpty ? null : <PayloadWords payload={plan.payload} />,
            absence: 'nothing',
          },
          {
            term: 'Where',
            value: plan.domains
              .map(({ domain, domainId, count }) => `${domain?.name ?? domainId} ${count}`)
              .join(' · '),
          },
          { term: 'Act later', value: plan.actLater === 0 ? 'none' : String(plan.actLater) },
          { term: 'Relays cut off', value: plan.relaysCutOff === 0 ? 'none' : String(plan.relaysCutOff) },
          { term: 'Stands', value: batchWords[state].meaning },
          { term: 'Reason', value: reason, absence: 'not started' },
          { term: 'Planned by', value: <PersonWords actor={plannedBy} person={batch.plannedByUser} /> },
          {
            term: 'Started by',
            value: startedBy && <PersonWords actor={startedBy} person={batch.startedByUser} />,
            absence: 'nobody yet',
          },
          {
            term: 'Approved by',
            value: approvedBy && <PersonWords actor={approvedBy} person={batch.approvedByUser} />,
            absence: plan.needsApproval ? `nobody yet. ${approvalText(plan.why)}` : 'not needed',
          },
          { term: 'Stopped because', value: endReason, absence: 'not stopped' },
          { term: 'Id', value: <code className="figures break-all select-all">{id}</code> },
        ]}
      />
    </Panel>
  );
}
