/** The waves of a rollout in their order: who is where, which gates hold, and why one waits. */
import { PersonWords } from '../commands/person-words.tsx';
import { Age } from '../../ui/age.tsx';
import { BucketBar, BucketLegend } from './bucket-bar.tsx';
import { gateLines } from './gate-words.ts';
import { HealthMeasures } from './health-measures.tsx';
import { WaveBadge } from './rollout-badge.tsx';
import { isTurned, waveLookOf } from './rollout-words.ts';
import { takeText } from './selection-words.ts';
import type { RolloutDetail, WaveDetail } from './use-rollout.ts';
import { WaitingSentence } from './waiting-words.tsx';

interface WaveListProps {
  waves: readonly WaveDetail[];
  nameOf: (id: string) => string | undefined;
  /** Leads to the devices of a wave. */
  onShow: (wave: number) => void;
  rollout: Pick<RolloutDetail, 'state'>;
}

/** One section per wave. */
export function WaveList({ waves, nameOf, onShow, rollout }: WaveListProps) {
  return (
    <ol className="flex flex-col">
      {waves.map((wave) => (
        <WaveItem key={wave.index} {...{ wave, nameOf, onShow, rollout }} />
      ))}
    </ol>
  );
}

function WaveItem({ wave, nameOf, onShow, rollout }: Omit<WaveListProps, 'waves'> & { wave: WaveDetail }) {
  const { index, name, state, counts, gates, waitingFor, stopCause } = wave;
  return (
    <li aria-label={`Wave ${index + 1}, ${name}`} className="border-b border-line px-3 py-3 last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="figures text-muted">{index + 1}</span>
        <h3 className="font-medium">{name}</h3>
        <WaveBadge look={waveLookOf(wave, rollout)} />
        <span className="text-xs text-muted">
          {takeText(wave, nameOf)}
          <Times wave={wave} />
        </span>
        {counts.total > 0 && (
          <button
            type="button"
            onClick={() => onShow(index)}
            className="ml-auto rounded text-xs text-accent hover:underline"
          >
            Show its devices
          </button>
        )}
      </div>
      {counts.total > 0 ? (
        <div className="mt-2 flex flex-col gap-1.5">
          <BucketBar counts={counts} isBack={isTurned(rollout.state)} />
          <BucketLegend counts={counts} isBack={isTurned(rollout.state)} />
        </div>
      ) : (
        state !== 'WAITING' && <p className="mt-2 text-muted">No device was left for it.</p>
      )}
      {stopCause !== null && (
        <p className="mt-2 border-l-2 border-quarantined pl-2">
          Stopped: {stopWords[stopCause] ?? stopCause}
          {wave.numbers && `, ${wave.numbers.have} of ${wave.numbers.of} where the border is ${wave.numbers.need}`}.
        </p>
      )}
      {rollout.state === 'RUNNING' && waitingFor !== null && (
        <div className="mt-2">
          <WaitingSentence waiting={waitingFor} />
        </div>
      )}
      <HealthMeasures wave={wave} />
      <dl className="wave-gates">
        {gateLines(gates, counts).map(({ gate, wants, has }) => (
          <div key={`${gate} ${wants}`}>
            <dt>{gate}</dt>
            <dd>
              {wants}
              {has !== null && <span className="figures text-ink"> · {has}</span>}
            </dd>
          </div>
        ))}
        {gates.needsApproval && <Approval wave={wave} />}
      </dl>
    </li>
  );
}

function Approval({ wave: { approvedBy } }: { wave: WaveDetail }) {
  return (
    <div>
      <dt>Approval</dt>
      <dd>
        {approvedBy === null ? (
          'a person has to agree before it opens'
        ) : (
          <>
            given by <PersonWords actor={approvedBy} person={null} />
          </>
        )}
      </dd>
    </div>
  );
}

function Times({ wave: { openedAt, endedAt } }: { wave: WaveDetail }) {
  if (endedAt !== null) {
    return (
      <>
        {' · passed '}
        <Age at={endedAt} prefix="" />
      </>
    );
  }
  if (openedAt === null) return null;
  return (
    <>
      {' · opened '}
      <Age at={openedAt} prefix="" />
    </>
  );
}

const stopWords: Readonly<Record<string, string>> = {
  FAILURES: 'too many devices failed',
  HEARTBEAT_LOSS: 'devices fell silent at work',
  HEALTH: 'devices are worse off than before',
};
