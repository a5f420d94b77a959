'use client';
/**
 * Plans a rollout in four steps, the last of which plays it through. The step stands in the URL, the plan in the tab: a
 * reload loses nothing. What is wrong, whoever found it, is shown at the field it is in.
 */
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { NoPermission } from '../../ui/no-permission.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { ArtifactStep } from './artifact-step.tsx';
import { DevicesStep } from './devices-step.tsx';
import { readPlan } from './plan-draft.ts';
import { SimulationStep } from './simulation-step.tsx';
import { type Slip, type Step, stepOf, steps } from './slip.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { usePlanDraft } from './use-plan-draft.ts';
import { WavesStep } from './waves-step.tsx';

const labels: Readonly<Record<Step, string>> = {
  artifact: 'Artifact',
  devices: 'Devices',
  waves: 'Waves and gates',
  simulation: 'Simulation',
};

/** The page's content. */
export function NewRollout() {
  const whyNot = useRoleBlock('OPERATOR');
  const [step, setStep] = useQueryState(
    'step',
    parseAsStringLiteral(steps).withDefault('artifact').withOptions({ history: 'push', scroll: true }),
  );
  const { draft, change, clear } = usePlanDraft();
  const [slip, setSlip] = useState<Slip | null>(null);
  const [isTemplated, setIsTemplated] = useState(false);
  if (whyNot !== undefined) {
    return (
      <>
        <PageTitle title="New rollout" />
        <NoPermission what="Planning a rollout" needs="operator" />
      </>
    );
  }
  const at = steps.indexOf(step);
  const [back, next] = [steps[at - 1], steps[at + 1]];
  /** Goes on where this step has no slip; a slip of a later step is that step's matter. */
  const goOn = () => {
    const read = readPlan(draft);
    const isHere = read.kind === 'slip' && steps.indexOf(stepOf(read.slip.element)) <= at;
    setSlip(isHere ? read.slip : null);
    if (isHere) void setStep(stepOf(read.slip.element));
    else if (next) void setStep(next);
  };
  const show = (found: Slip) => {
    setSlip(found);
    void setStep(stepOf(found.element));
  };
  const edit: typeof change = (part) => {
    setSlip(null);
    change(part);
  };
  return (
    <>
      <PageTitle title="New rollout">
        <Button onClick={() => setIsTemplated(true)}>From a template…</Button>
        <Button tone="quiet" onClick={clear}>
          Begin anew
        </Button>
        <ButtonLink href="/rollouts">Cancel</ButtonLink>
      </PageTitle>
      <StepNav step={step} onGo={(to) => void setStep(to)} />
      {step === 'artifact' && <ArtifactStep draft={draft} change={edit} slip={slip} />}
      {step === 'devices' && <DevicesStep draft={draft} change={edit} slip={slip} />}
      {step === 'waves' && <WavesStep draft={draft} change={edit} slip={slip} />}
      {step === 'simulation' && <SimulationStep draft={draft} onSlip={show} onCreated={clear} />}
      {isTemplated && <TemplateDialog onClose={() => setIsTemplated(false)} />}
      <div className="mt-4 flex gap-2">
        {back && <Button onClick={() => void setStep(back)}>Back</Button>}
        {next && (
          <Button tone="primary" onClick={goOn}>
            Next: {labels[next]}
          </Button>
        )}
      </div>
    </>
  );
}

function StepNav({ step, onGo }: { step: Step; onGo: (step: Step) => void }) {
  return (
    <nav aria-label="Steps" className="mb-3 flex flex-wrap gap-1 border-b border-line pb-2">
      {steps.map((each, index) => (
        <button
          key={each}
          type="button"
          aria-current={each === step ? 'step' : undefined}
          onClick={() => onGo(each)}
          className="flex h-8 items-center gap-2 rounded px-2.5 text-muted hover:bg-hover hover:text-ink aria-[current=step]:bg-hover aria-[current=step]:font-medium aria-[current=step]:text-ink"
        >
          <span className="figures text-xs">{index + 1}</span>
          {labels[each]}
        </button>
      ))}
    </nav>
  );
}
