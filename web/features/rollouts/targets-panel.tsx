'use client';
/** The devices of a rollout: where each one is, why it waits or why it ended as it did. Wave and bucket are in the URL. */
import Link from 'next/link';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { DurationSince } from '../devices/duration-since.tsx';
import { useIsNarrow } from '../devices/use-is-narrow.ts';
import { OverrideButton } from './override-button.tsx';
import { BucketBadge } from './rollout-badge.tsx';
import { buckets } from './rollout-words.ts';
import type { useTargetFilter } from './use-target-filter.ts';
import { type TargetFacts, useTargets } from './use-targets.ts';
import { WaitingLine } from './waiting-words.tsx';

interface TargetsPanelProps {
  rolloutId: string;
  waves: readonly { readonly index: number; readonly name: string }[];
  filter: ReturnType<typeof useTargetFilter>;
  revision: number;
}

/** A table, on a phone a list; page by page. */
export function TargetsPanel({ rolloutId, waves, filter, revision }: TargetsPanelProps) {
  const { wave, bucket } = filter;
  const { rows, error, retry, page, onNext, onBack } = useTargets({ rolloutId, wave, bucket, revision });
  const isNarrow = useIsNarrow();
  const isFiltered = wave !== null || bucket !== null;
  return (
    <Panel title="Devices" flush aside={<TargetFilter waves={waves} filter={filter} />}>
      <div className="min-h-40">
        {rows === undefined ? (
          error ? (
            <Failed what="The devices" height={160} {...describeFailure(error)} onRetry={retry} />
          ) : (
            <Skeleton height={160} label="Loading the devices" />
          )
        ) : rows.length === 0 ? (
          <Empty
            title={isFiltered ? 'No device is there' : 'No device yet'}
            {...(isFiltered && { onClear: () => filter.set({ wave: null, bucket: null }) })}
          >
            {isFiltered
              ? 'The filter on wave and bucket leaves none.'
              : 'Who takes part is known when the first wave opens.'}
          </Empty>
        ) : isNarrow ? (
          <TargetCards rows={rows} onDone={retry} />
        ) : (
          <TargetTable rows={rows} onDone={retry} />
        )}
      </div>
      {(onNext !== null || onBack !== null) && (
        <nav aria-label="Pages of devices" className="flex items-center gap-2 border-t border-line px-3 py-2">
          <Button disabledBecause={onBack ? undefined : 'This is the first page.'} onClick={() => onBack?.()}>
            Previous
          </Button>
          <span className="text-xs text-muted">
            Page <span className="figures">{page}</span>
          </span>
          <Button disabledBecause={onNext ? undefined : 'This is the last page.'} onClick={() => onNext?.()}>
            Next
          </Button>
        </nav>
      )}
    </Panel>
  );
}

function TargetFilter({ waves, filter }: Pick<TargetsPanelProps, 'waves' | 'filter'>) {
  const { wave, bucket, set } = filter;
  return (
    <>
      <Select
        aria-label="Only this wave"
        className="w-36"
        value={wave === null ? '' : String(wave)}
        onChange={(value) => set({ wave: value === '' ? null : Number(value) })}
        options={[
          { value: '', label: 'All waves' },
          ...waves.map(({ index, name }) => ({ value: String(index), label: `${index + 1} ${name}` })),
        ]}
      />
      <Select
        aria-label="Only this bucket"
        className="w-36"
        value={bucket ?? ''}
        onChange={(value) => set({ bucket: buckets.find((each) => each.bucket === value)?.bucket ?? null })}
        options={[
          { value: '', label: 'All buckets' },
          ...buckets.map((each) => ({ value: each.bucket, label: each.word })),
        ]}
      />
    </>
  );
}

interface TargetsProps {
  rows: readonly TargetFacts[];
  onDone: () => void;
}

function TargetTable({ rows, onDone }: TargetsProps) {
  return (
    <Table label="Devices of this rollout, wave by wave">
      <thead>
        <tr>
          <HeadCell>Device</HeadCell>
          <HeadCell align="right">Wave</HeadCell>
          <HeadCell>Bucket</HeadCell>
          <HeadCell width="50%">Why</HeadCell>
          <HeadCell align="right">Attempts</HeadCell>
          <HeadCell align="right">Since</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.deviceId}>
            <Cell>
              <Link href={`/devices/${row.deviceId}`} className="text-accent hover:underline">
                {row.device.name}
              </Link>
              {isGoingBack(row) && <span className="ml-2 text-muted">going back</span>}
            </Cell>
            <Cell align="right" figures>
              {row.wave + 1}
            </Cell>
            <Cell>
              <BucketBadge bucket={keyOf(row)} isBack={row.direction === 'BACK'} />
            </Cell>
            <Cell>
              <span className="flex max-w-[56ch] min-w-0 items-center gap-2">
                <Why row={row} />
                <OverrideButton row={row} onDone={onDone} />
              </span>
            </Cell>
            <Cell align="right" figures>
              {row.attempts}
            </Cell>
            <Cell align="right">
              <DurationSince at={row.since} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function TargetCards({ rows, onDone }: TargetsProps) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.deviceId} className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
          <span className="flex items-center gap-2">
            <Link href={`/devices/${row.deviceId}`} className="min-w-0 flex-1 truncate text-accent">
              {row.device.name}
            </Link>
            <BucketBadge bucket={keyOf(row)} isBack={row.direction === 'BACK'} />
          </span>
          <span className="flex min-w-0 text-xs">
            <Why row={row} />
          </span>
          <OverrideButton row={row} onDone={onDone} />
          <span className="text-xs text-muted">
            wave {row.wave + 1} · {isGoingBack(row) ? 'going back · ' : ''}
            <DurationSince at={row.since} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why it ended as it did, in the device's words; else what it waits for. */
function Why({ row }: { row: TargetFacts }) {
  const { code, detail, waitingFor, lease } = row;
  if (code !== null || detail !== null) {
    return (
      <span className="truncate" title={detail ?? code ?? ''}>
        {code !== null && <code className="figures mr-2">{code}</code>}
        {detail}
      </span>
    );
  }
  if (waitingFor === null && lease !== null) {
    return <span className="text-muted">lease {lease.state.toLowerCase().replaceAll('_', ' ')}</span>;
  }
  return <WaitingLine waiting={waitingFor} />;
}

function isGoingBack({ direction, bucket }: TargetFacts): boolean {
  return direction === 'BACK' && bucket !== 'DONE';
}

function keyOf({ bucket }: TargetFacts) {
  return buckets.find((each) => each.bucket === bucket)?.key ?? 'deferred';
}
