'use client';
/** Third step: in which waves, past which gates, when, and what happens when one stops. */
import type { FailureAction, RolloutStrategy } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { weekdays } from '../rollouts/plan-words.ts';
import { failureWords, strategyWords } from '../rollouts/rollout-words.ts';
import type { StepProps } from './artifact-step.tsx';
import { emptyWave, type WaveDraft } from './plan-draft.ts';
import { slipAt } from './slip.ts';
import { WaveFields } from './wave-fields.tsx';

const WAVES_MAX = 20;

/** Waves at the left, what holds for all of them at the right. */
export function WavesStep({ draft, change, slip }: StepProps) {
  const { waves } = draft;
  const set = (key: number, part: Partial<WaveDraft>) =>
    change({ waves: waves.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  const add = () => {
    const key = 1 + Math.max(-1, ...waves.map((each) => each.key));
    // What takes all that remain stays last.
    const last = waves.at(-1);
    const place = last?.take === 'all' ? waves.length : waves.length + 1;
    const wave = emptyWave(key, `wave ${place}`, { take: 'percent', amount: '25' });
    change({ waves: last?.take === 'all' ? [...waves.slice(0, -1), wave, last] : [...waves, wave] });
  };
  return (
    <div className="grid grid-cols-12 gap-3">
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-8">
        {waves.map((wave, at) => (
          <WaveFields
            key={wave.key}
            wave={wave}
            at={at}
            slip={slip}
            onChange={(part) => set(wave.key, part)}
            onRemove={waves.length === 1 ? null : () => change({ waves: waves.filter(({ key }) => key !== wave.key) })}
          />
        ))}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            onClick={add}
            disabledBecause={waves.length >= WAVES_MAX ? `${WAVES_MAX} waves are the most.` : undefined}
          >
            Add a wave
          </Button>
          {waves.at(-1)?.take !== 'all' && (
            <span className="text-xs text-muted">
              Whoever is left comes in a last wave, “rest”, with the last gates.
            </span>
          )}
        </div>
      </div>
      <div className="col-span-12 flex min-w-0 flex-col gap-3 lg:col-span-4">
        <Panel title="For all waves">
          <PlanFields {...{ draft, change, slip }} />
        </Panel>
        <Panel title="Maintenance window">
          <WindowFields {...{ draft, change, slip }} />
        </Panel>
      </div>
    </div>
  );
}

function PlanFields({ draft, change, slip }: StepProps) {
  const strategies = Object.entries(strategyWords) as [RolloutStrategy, { word: string; meaning: string }][];
  const actions = Object.entries(failureWords) as [FailureAction, { word: string; meaning: string }][];
  return (
    <div className="flex flex-col gap-3">
      <Field label="Strategy" hint={strategyWords[draft.strategy].meaning} error={slipAt(slip, 'strategy')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.strategy}
            options={strategies.map(([value, { word }]) => ({ value, label: word }))}
            onChange={(value) => change({ strategy: strategies.find(([each]) => each === value)?.[0] ?? 'ROLLING' })}
          />
        )}
      </Field>
      <Field label="When a wave stops" hint={failureWords[draft.onFailure].meaning} error={slipAt(slip, 'onFailure')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.onFailure}
            options={actions.map(([value, { word }]) => ({ value, label: word }))}
            onChange={(value) => change({ onFailure: actions.find(([each]) => each === value)?.[0] ?? 'ROLL_BACK' })}
          />
        )}
      </Field>
      <Field
        label="Busy at once, at most"
        hint="Devices of this rollout; empty leaves it to the budgets"
        error={slipAt(slip, 'parallelMax')}
      >
        {(ids) => (
          <TextInput
            {...ids}
            inputMode="numeric"
            className="figures max-w-24"
            value={draft.parallelMax}
            onChange={({ target }) => change({ parallelMax: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function WindowFields({ draft, change, slip }: StepProps) {
  const { hasWindow, days, from, to } = draft;
  return (
    <div className="flex flex-col gap-3">
      <label className="flex min-h-7 items-center gap-2">
        <input
          type="checkbox"
          className="accent-accent"
          checked={hasWindow}
          onChange={() => change({ hasWindow: !hasWindow })}
        />
        Only in a window, by the clock of each place
      </label>
      {hasWindow && (
        <>
          <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
            <legend className="mb-1 text-xs font-medium">On these days; none means every day</legend>
            {weekdays.map(({ day, word }) => (
              <label key={day} className="flex min-h-7 items-center gap-1.5">
                <input
                  type="checkbox"
                  className="accent-accent"
                  checked={days.includes(day)}
                  onChange={() =>
                    change({
                      days: weekdays.map((each) => each.day).filter((each) => days.includes(each) !== (each === day)),
                    })
                  }
                />
                {word}
              </label>
            ))}
          </fieldset>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Opens" error={slipAt(slip, 'window.from')}>
              {(ids) => (
                <TextInput
                  {...ids}
                  type="time"
                  value={from}
                  onChange={({ target }) => change({ from: target.value })}
                />
              )}
            </Field>
            <Field label="Closes" error={slipAt(slip, 'window.to')}>
              {(ids) => (
                <TextInput {...ids} type="time" value={to} onChange={({ target }) => change({ to: target.value })} />
              )}
            </Field>
          </div>
        </>
      )}
    </div>
  );
}
