'use client';
/** One rollout: where it is, why it waits, its waves and their gates, its devices, and what was said to it. Live. */
import { describeFailure } from '../../live/describe-failure.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DurationSince } from '../devices/duration-since.tsx';
import { BucketBar, BucketLegend } from './bucket-bar.tsx';
import { BudgetsPanel } from './budgets-panel.tsx';
import { ChainLine } from './chain-line.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { RolloutActionBar } from './rollout-action-bar.tsx';
import { RolloutBadge } from './rollout-badge.tsx';
import './rollouts.css';
import { isTurned, progressText, strategyWords, waveText } from './rollout-words.ts';
import { TargetsPanel } from './targets-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { usePlaceNames } from './use-place-names.ts';
import { type RolloutDetail, useRollout } from './use-rollout.ts';
import { useTargetFilter } from './use-target-filter.ts';
import { WaitingSentence } from './waiting-words.tsx';
import { WaveList } from './wave-list.tsx';

/** The page's content. */
export function RolloutPage({ rolloutId }: { rolloutId: string }) {
  const { rollout, revision, error, retry } = useRollout(rolloutId);
  const { nameOf } = usePlaceNames();
  const filter = useTargetFilter();
  if (rollout === undefined) {
    if (error !== undefined) return <Failed what="The rollout" {...describeFailure(error)} onRetry={retry} />;
    return <Skeleton height="80vh" label="Loading the rollout" />;
  }
  if (rollout === null) {
    return (
      <>
        <PageTitle title="Rollout" />
        <Empty title="There is no such rollout">
          <p className="mb-2">It was never planned here, or it belongs to another tenant.</p>
          <ButtonLink href="/rollouts">All rollouts</ButtonLink>
        </Empty>
      </>
    );
  }
  const show = (wave: number) => {
    filter.set({ wave, bucket: null });
    document.getElementById('devices')?.scrollIntoView({ block: 'start' });
  };
  return (
    <>
      <RolloutHead rollout={rollout} onDone={retry} />
      <div className="grid grid-cols-12 gap-3">
        <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-8">
          <ProgressPanel rollout={rollout} />
          <Panel title="Waves" flush>
            <WaveList waves={rollout.waves} nameOf={nameOf} onShow={show} rollout={rollout} />
          </Panel>
          <div id="devices" className="scroll-mt-14">
            <TargetsPanel rolloutId={rolloutId} waves={rollout.waves} filter={filter} revision={revision} />
          </div>
        </div>
        <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-4">
          <TimelinePanel rolloutId={rolloutId} revision={revision} />
          <PlanPanel rollout={rollout} nameOf={nameOf} />
          <BudgetsPanel
            {...{ nameOf, revision }}
            applying={rollout.counts.applying}
            parallelMax={rollout.parallelMax}
          />
        </div>
      </div>
    </>
  );
}

function RolloutHead({ rollout, onDone }: { rollout: RolloutDetail; onDone: () => void }) {
  const { name, state, stateSince, artifact, strategy, waves } = rollout;
  return (
    <header className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 truncate text-lg font-semibold max-sm:basis-full">{name}</h1>
          <RolloutBadge state={state} />
          <span className="text-muted">
            for <DurationSince at={stateSince} />
          </span>
        </div>
        <p className="text-xs text-muted">
          {artifact.name} <span className="figures">{artifact.version}</span> ·{' '}
          {strategyWords[strategy].word.toLowerCase()} · wave <span className="figures">{waveText(waves)}</span>
        </p>
        <ChainLine rollout={rollout} />
      </div>
      <RolloutActionBar rollout={rollout} onDone={onDone} />
    </header>
  );
}

function ProgressPanel({ rollout }: { rollout: RolloutDetail }) {
  const { state, stateReason, counts, waitingFor } = rollout;
  const isOver = state === 'FINISHED' || state === 'ABORTED' || state === 'ROLLED_BACK';
  return (
    <Panel
      title="Progress"
      aside={
        state === 'DRAFT' ? (
          'not started'
        ) : (
          <span>
            <span className="figures text-ink">{progressText(counts, isTurned(state))}</span>{' '}
            {isTurned(state) ? 'went back' : 'came to a good end'}
          </span>
        )
      }
    >
      <div className="flex min-h-24 flex-col gap-2.5">
        {stateReason !== null && <Notice tone={state === 'PAUSED' ? 'info' : 'warning'} title={stateReason} />}
        {!isOver && <WaitingSentence waiting={waitingFor} otherwise="It waits for nothing: devices are at work." />}
        {counts.total > 0 ? (
          <>
            <BucketBar counts={counts} isBack={isTurned(state)} />
            <BucketLegend counts={counts} isBack={isTurned(state)} />
          </>
        ) : (
          <p className="text-muted">Who takes part is known when the first wave opens.</p>
        )}
      </div>
    </Panel>
  );
}
