'use client';
/** The orders to one device: the button that gives one, and the life of each, followed live. */
import { useState } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { CommandList } from './command-list.tsx';
import { IssueCommandDialog } from './issue-command-dialog.tsx';
import { useCommands } from './use-commands.ts';

/** A tab of the device page. */
export function CommandsTab({ device }: { device: { id: string; name: string } }) {
  const [isIssuing, setIsIssuing] = useState(false);
  const { listed, error, isReading, readAgain, readOlder } = useCommands({
    deviceId: device.id,
  });
  const whyNotOperate = useRoleBlock('OPERATOR');
  const failure = error && <Failed what="The commands" {...describeFailure(error)} onRetry={readAgain} />;
  return (
    <section aria-label="Commands" className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <p className="text-xs text-muted">
          A device that is away gets its commands when it is back, if that is in time.
        </p>
        <Button tone="primary" disabledBecause={whyNotOperate} onClick={() => setIsIssuing(true)}>
          Issue a command…
        </Button>
      </div>
      {listed === null ? (failure ?? <Skeleton height={320} label="Loading the commands" />) : failure}
      {listed?.commands.length === 0 && (
        <Empty title="No command was ever given to it">What is issued here or by a batch appears at once.</Empty>
      )}
      {listed && listed.commands.length > 0 && <CommandList commands={listed.commands} />}
      {listed?.hasMore && (
        <div>
          <Button onClick={readOlder} isBusy={isReading}>
            {isReading ? 'Loading…' : 'Load older commands'}
          </Button>
        </div>
      )}
      {isIssuing && <IssueCommandDialog device={device} onClose={() => setIsIssuing(false)} />}
    </section>
  );
}
