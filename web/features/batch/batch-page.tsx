'use client';
/** One action on many devices: how far it is, who has still to approve it, and how what remains of it is stopped. */
import Link from 'next/link';
import { describeFailure } from '../../live/describe-failure.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CommandList } from '../commands/command-list.tsx';
import { useCommands } from '../commands/use-commands.ts';
import { ApproveBatchButton } from './approve-batch-button.tsx';
import { BatchBadge } from './batch-badge.tsx';
import { BatchFactsPanel } from './batch-facts-panel.tsx';
import { BatchProgress } from './batch-progress.tsx';
import { actionWords, devicesText, isCommand } from './batch-words.ts';
import { StopBatchButton } from './stop-batch-button.tsx';
import { type BatchFacts, useBatch } from './use-batch.ts';

/** The page's content, live while the batch is not over. */
export function BatchPage({ batchId }: { batchId: string }) {
  const { batch, error, retry, onChange } = useBatch(batchId);
  if (batch === undefined) {
    if (error !== undefined) return <Failed what="The batch" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="80vh" label="Loading the batch" />;
  }
  if (batch === null) {
    return (
      <>
        <PageTitle title="Batch" />
        <Empty title="There is no such batch">
          <p className="mb-2">It was never planned here, or it belongs to another tenant.</p>
          <ButtonLink href="/batches">All batches</ButtonLink>
        </Empty>
      </>
    );
  }
  const { state, plan, startedAt, plannedAt } = batch;
  return (
    <>
      <PageTitle title={`${actionWords[plan.action].label}: ${devicesText(plan.devices)}`}>
        <BatchBadge state={state} />
        <span>
          {startedAt === null ? 'planned ' : 'started '}
          <Age at={startedAt ?? plannedAt} prefix="" />
        </span>
        <ApproveBatchButton batch={batch} onDone={retry} />
        <StopBatchButton batch={batch} onDone={retry} />
      </PageTitle>
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-8">
          <Panel title="Progress">
            <div className="min-h-16">
              <BatchProgress progress={batch.progress} />
            </div>
          </Panel>
          <RefusedPanel batch={batch} />
        </div>
        <div className="col-span-12 min-w-0 lg:col-span-4 lg:row-span-2">
          <BatchFactsPanel batch={batch} />
        </div>
        {/* Last on a phone: it grows when it comes. */}
        <div className="col-span-12 min-w-0 lg:col-span-8">
          {isCommand(plan.action) && <CommandsPanel batchId={batchId} onChange={onChange} />}
        </div>
      </div>
    </>
  );
}

function RefusedPanel({ batch }: { batch: BatchFacts }) {
  const refused = batch.targets.edges.map(({ node }) => node);
  if (refused.length === 0) return null;
  return (
    <Panel title="It could not be done to">
      <ul>
        {refused.map(({ deviceId, device, code, message }) => (
          <li key={deviceId} className="flex flex-wrap gap-x-3 py-0.5">
            <Link href={`/devices/${deviceId}`} className="text-accent hover:underline">
              {device?.name ?? deviceId}
            </Link>
            <span className="text-muted">{message ?? code}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function CommandsPanel({ batchId, onChange }: { batchId: string; onChange: () => void }) {
  const { listed, error, isReading, readAgain, readOlder } = useCommands({ batchId }, onChange);
  return (
    <section aria-label="Commands" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Commands</h2>
      {error && <Failed what="The commands" {...describeFailure(error)} onRetry={readAgain} />}
      {listed === null && !error && <Skeleton height={320} label="Loading the commands" />}
      {listed?.commands.length === 0 && <p className="text-muted">None was issued yet.</p>}
      {listed && listed.commands.length > 0 && <CommandList commands={listed.commands} hasDevice />}
      {listed?.hasMore && (
        <div>
          <Button onClick={readOlder} isBusy={isReading}>
            {isReading ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </section>
  );
}
