/** How far a device is on its way out of service: its steps in order, each with what happened. */
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { Age } from '../../ui/age.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

const DecommissionNotice_DeviceFragment = graphql(`
  fragment DecommissionNotice_DeviceFragment on Device {
    decommission {
      startedAt
      reason
      steps {
        name
        state
        at
        detail
      }
    }
  }
`);

const stepWords = {
  COMMANDS_CANCELLED: 'Nothing waits for it any more',
  CREDENTIALS_ENDED: 'Its credentials ended',
  AGENT_CLEARED: 'Its agent cleared its state',
  EVIDENCE_ARCHIVED: 'What is known of it is archived',
} as const;

const stateWords = { PENDING: 'pending', DONE: 'done', SKIPPED: 'skipped' } as const;

interface DecommissionNoticeProps {
  device: FragmentType<typeof DecommissionNotice_DeviceFragment>;
}

/** The steps with their state in words; nothing while it stays in service. */
export function DecommissionNotice({ device }: DecommissionNoticeProps) {
  const { decommission } = getFragmentData(DecommissionNotice_DeviceFragment, device);
  if (!decommission) return null;
  const { startedAt, reason, steps } = decommission;
  const over = steps.filter(({ state }) => state !== 'PENDING').length;
  return (
    <Notice title={over < steps.length ? `Leaving service: ${over} of ${steps.length} steps` : 'Left service'}>
      <p>
        Began <Age at={startedAt} prefix="" />: {reason}
      </p>
      <ol aria-label="Steps of the decommission" className="mt-1 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {steps.map(({ name, state, at, detail }) => (
          <li key={name} className="flex items-baseline gap-2">
            <span className="flex w-4 flex-none self-center text-ink">
              <Icon name={state === 'DONE' ? 'check' : state === 'SKIPPED' ? 'close' : 'clock'} size={12} />
            </span>
            <span className="min-w-0">
              <span className="text-ink">{stepWords[name]}</span>: {stateWords[state]}
              {at ? (
                <>
                  {' '}
                  <Age at={at} prefix="" />
                </>
              ) : null}
              {detail ? `, ${detail}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </Notice>
  );
}
