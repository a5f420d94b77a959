'use client';
/**
 * What a quarantined device sent and nobody has taken in: to look through, to release as if it came now, or to forget.
 * It stays after the device itself was released, until somebody decides.
 */
import { useState } from 'react';
import { describeFailure } from '../../live/describe-failure.ts';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { HeldList, type HeldThing } from './held-list.tsx';
import { useQuarantineStore, type QuarantineOrder } from './use-quarantine-store.ts';
import { useRoleBlock } from './use-role-block.ts';

interface QuarantineTabProps {
  deviceId: string;
}

const HEIGHT = 400;

const kinds = { REPORT: 'Inventory', EVENTS: 'Journal records' } as const;

/** Two stores, each with its own choices. */
export function QuarantineTab({ deviceId }: QuarantineTabProps) {
  const { items, telemetry, decide, showMoreItems, showMoreTelemetry } = useQuarantineStore(deviceId);
  const [asked, setAsked] = useState<(QuarantineOrder & { what: string }) | null>(null);
  const whyNotDecide = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  const whyNotNow = useDestructionBlock();
  const whyNot = whyNotDecide ?? whyNotNow;
  return (
    <div className="held-lists">
      {items.data ? (
        <HeldList
          title="Reports and journal"
          hasMore={items.data.quarantinedItems.pageInfo.hasNextPage}
          emptyWords="No report and no journal record of it waits for a decision."
          things={items.data.quarantinedItems.edges.map(({ node }): HeldThing => ({
            id: node.id,
            what: kinds[node.kind],
            detail: null,
            bytes: node.bytes,
            divertedAt: node.divertedAt,
            payload: node.payload,
          }))}
          total={items.data.quarantinedItems.totalCount ?? null}
          whyNot={whyNot}
          onMore={showMoreItems}
          onDecide={(order) => setAsked({ ...order, store: 'items' })}
        />
      ) : items.error ? (
        <Failed what="What it sent" {...describeFailure(items.error)} onRetry={items.retry} />
      ) : (
        <Skeleton height={HEIGHT} label="Loading what it sent" />
      )}
      {telemetry.data ? (
        <HeldList
          title="Telemetry"
          hasMore={telemetry.data.quarantinedTelemetry.pageInfo.hasNextPage}
          emptyWords="No measurements of it wait for a decision."
          things={telemetry.data.quarantinedTelemetry.edges.map(({ node }): HeldThing => ({
            id: node.id,
            what: `${node.records.toLocaleString('en')} records`,
            detail: `sequence ${node.fromSeq} to ${node.toSeq}, ${node.series.length} series`,
            bytes: node.bytes,
            divertedAt: node.divertedAt,
            payload: { epoch: node.epoch, from: node.firstAt, to: node.lastAt, series: node.series },
          }))}
          total={telemetry.data.quarantinedTelemetry.totalCount ?? null}
          whyNot={whyNot}
          onMore={showMoreTelemetry}
          onDecide={(order) => setAsked({ ...order, store: 'telemetry' })}
        />
      ) : telemetry.error ? (
        <Failed what="Its telemetry" {...describeFailure(telemetry.error)} onRetry={telemetry.retry} />
      ) : (
        <Skeleton height={HEIGHT} label="Loading its telemetry" />
      )}
      {asked !== null && (
        <ConfirmDialog
          title={`${asked.verb} ${asked.what}`}
          verb={asked.verb}
          onClose={() => setAsked(null)}
          onConfirm={() => decide(asked)}
        >
          {asked.verb === 'Release'
            ? 'They are taken in as if they had come now: in their order, each once.'
            : 'They are forgotten. That cannot be undone; the log keeps how many there were and who decided it.'}
        </ConfirmDialog>
      )}
    </div>
  );
}
