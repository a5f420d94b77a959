/**
 * The three questions about a device, side by side: may it take part, where in its life is it, can we talk to it. They
 * are separate state machines; the readable state is only derived from them, so each is shown with its own choices.
 */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Panel } from '../../ui/panel.tsx';
import { Actor } from './actor.tsx';
import { InstantText } from './instant-text.tsx';

const MachinesPanel_DeviceFragment = graphql(`
  fragment MachinesPanel_DeviceFragment on Device {
    id
    trust
    phase
    state
    stateReason
    connectivity {
      mode
    }
    approvedAt
    approvedBy
    approvedByUser {
      id
      name
      email
    }
  }
`);

const TRUST_STATES = ['PENDING', 'TRUSTED', 'QUARANTINED', 'REVOKED'] as const;

const PHASES = [
  'PROVISIONING',
  'ENROLLED',
  'ACTIVE',
  'UPDATING',
  'DEGRADED',
  'QUARANTINED',
  'DECOMMISSIONING',
  'RETIRED',
] as const;

const MODES = ['LIVE', 'DELAYED', 'EDGE_CACHED', 'AUTONOMOUS', 'RETURNING', 'REPLAYING', 'DISCONNECTED'] as const;

interface MachinesPanelProps {
  device: FragmentType<typeof MachinesPanel_DeviceFragment>;
}

/** Each machine as the row of its states with the present one marked. */
export function MachinesPanel({ device }: MachinesPanelProps) {
  const { id, trust, phase, state, stateReason, connectivity, approvedAt, approvedBy, approvedByUser } =
    getFragmentData(MachinesPanel_DeviceFragment, device);
  return (
    <Panel title="State">
      <p className="mb-3">
        <code className="font-semibold">{state}</code>
        {stateReason ? <span className="text-muted"> – {stateReason}</span> : null}
      </p>
      <Machine question="May it take part?" states={TRUST_STATES} present={trust} />
      {approvedAt ? (
        <p className="machine-note">
          Approved <InstantText at={approvedAt} /> by{' '}
          <Actor actor={approvedBy ?? 'unknown'} actorUser={approvedByUser} deviceId={id} />
        </p>
      ) : null}
      <Machine question="Where in its life is it?" states={PHASES} present={phase} />
      <Machine question="Can we talk to it?" states={MODES} present={connectivity.mode} />
    </Panel>
  );
}

interface MachineProps {
  question: string;
  states: readonly string[];
  present: string;
}

function Machine({ question, states, present }: MachineProps) {
  return (
    <div className="machine">
      <h3 className="machine-question">{question}</h3>
      <ol className="machine-states">
        {states.map((state) => (
          <li key={state} className="machine-state" aria-current={state === present ? 'true' : undefined}>
            {state.replace('_', ' ').toLowerCase()}
          </li>
        ))}
      </ol>
    </div>
  );
}
