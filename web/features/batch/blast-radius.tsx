'use client';
/** Block 1 of the guarded dialog: what the server's dry run found, for how long that holds, and the list as a file. */
import { useState } from 'react';
import { useClient } from 'urql';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { displayStates } from '../../ui/states.ts';
import { durationText } from '../../ui/age-text.ts';
import type { BatchTarget } from './batch-target.ts';
import { exportDevices } from './export-devices.ts';
import type { PlanFacts } from './use-batch-plan.ts';

interface BlastRadiusProps {
  plan: PlanFacts;
  target: BatchTarget;
  remainingS: number;
  onCountAgain: () => void;
}

/** Numbers first, then what they mean. */
export function BlastRadius({ plan, target, remainingS, onCountAgain }: BlastRadiusProps) {
  const { devices, byState, domains, relaysCutOff, actLater, sample } = plan;
  const names = sample.edges.map(({ node }) => node.name);
  const more = devices - names.length;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <span className="figures text-base font-medium">{devices.toLocaleString('en')}</span>{' '}
        {devices === 1 ? 'device' : 'devices'} in {plan.tenants === 1 ? 'this tenant' : `${plan.tenants} tenants`}
      </p>
      <div className="flex flex-wrap gap-1">
        {displayStates.map((state) => {
          const count = byState.find((each) => each.state === state)?.count ?? 0;
          return count > 0 && <StateBadge key={state} state={state} count={count} />;
        })}
      </div>
      <ul className="list-disc pl-4 text-xs">
        <li>
          {domains
            .map(({ domain, domainId, count }) => `${domain?.name ?? domainId} ${count.toLocaleString('en')}`)
            .join(' · ')}
        </li>
        {actLater > 0 && (
          <li>
            {actLater.toLocaleString('en')} cannot be reached now; {actLater === 1 ? 'it acts' : 'they act'} when back,
            if that is in time.
          </li>
        )}
        <li className="break-words">
          {names.join(', ')}
          {more > 0 && ` and ${more.toLocaleString('en')} more`}
        </li>
      </ul>
      {relaysCutOff > 0 && (
        <Notice tone="critical" title={`${relaysCutOff} ${relaysCutOff === 1 ? 'relay is' : 'relays are'} cut off`}>
          With them goes whatever they carry for the devices behind them.
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <ExportButton target={target} />
        <Button tone={remainingS > 0 ? 'quiet' : 'primary'} onClick={onCountAgain}>
          Count again
        </Button>
        <span className="text-xs text-muted">
          {remainingS > 0 ? (
            <>
              good for <span className="figures">{durationText(remainingS * 1000)}</span>, while the devices stay the
              same
            </>
          ) : (
            'no longer good'
          )}
        </span>
      </div>
    </div>
  );
}

function ExportButton({ target }: { target: BatchTarget }) {
  const client = useClient();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const act = async () => {
    setIsBusy(true);
    setFailure(await exportDevices(client, target));
    setIsBusy(false);
  };
  return (
    <>
      <Button isBusy={isBusy} onClick={() => void act()}>
        {isBusy ? 'Reading…' : 'Export the list'}
      </Button>
      {failure !== undefined && (
        <span role="alert" className="text-xs">
          {failure}
        </span>
      )}
    </>
  );
}
