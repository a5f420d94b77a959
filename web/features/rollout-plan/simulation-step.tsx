'use client';
/** Last step: the plan played through by the server as if it began now, and then the draft is made of it. */
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { RolloutPlanInput } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Button } from '../../ui/button.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import type { PlanDraft } from './plan-draft.ts';
import { readPlan } from './plan-draft.ts';
import { SaveTemplateButton } from './save-template-button.tsx';
import { SimulationView } from './simulation-view.tsx';
import { type Slip, slipOf, stepOf } from './slip.ts';

const SimulationStep_SimulationQuery = graphql(`
  query SimulationStep_SimulationQuery($input: RolloutPlanInput!) {
    simulateRollout(input: $input) {
      ...Simulation_SimulationFragment
    }
  }
`);

const SimulationStep_CreateMutation = graphql(`
  mutation SimulationStep_CreateMutation($input: RolloutPlanInput!) {
    createRollout(input: $input) {
      id
      name
    }
  }
`);

interface SimulationStepProps {
  draft: PlanDraft;
  /** Leads to the field of a slip. */
  onSlip: (slip: Slip) => void;
  onCreated: () => void;
}

/** Reads the plan; one with a slip is not simulated. */
export function SimulationStep({ draft, onSlip, onCreated }: SimulationStepProps) {
  const read = readPlan(draft);
  if (read.kind === 'slip') return <SlipNotice slip={read.slip} onShow={() => onSlip(read.slip)} />;
  return <Simulated input={read.input} {...{ onSlip, onCreated }} />;
}

function Simulated({ input, onSlip, onCreated }: { input: RolloutPlanInput } & Omit<SimulationStepProps, 'draft'>) {
  const router = useRouter();
  const whyNotRole = useRoleBlock('OPERATOR');
  const { data, error, retry } = useLiveQuery(SimulationStep_SimulationQuery, { input });
  const [{ fetching: isBusy, error: refusal }, create] = useMutation(SimulationStep_CreateMutation);
  const makeDraft = async () => {
    const made = await create({ input });
    if (!made.data) return;
    const { id, name } = made.data.createRollout;
    toast({ title: `${name} is a draft`, detail: 'Nothing happens until it is started.' });
    onCreated();
    router.push(`/rollouts/${id}`);
  };
  const slip = error ? slipOf(error) : refusal ? slipOf(refusal) : null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          isBusy={isBusy}
          disabledBecause={whyNotRole ?? (data ? undefined : 'The plan has to be played through first.')}
          onClick={() => void makeDraft()}
        >
          Create the draft
        </Button>
        <Button onClick={retry}>Simulate again</Button>
        <SaveTemplateButton input={input} whyNot={whyNotRole} />
        <span className="text-xs text-muted">A draft does nothing until somebody starts it.</span>
      </div>
      {slip !== null && <SlipNotice slip={slip} onShow={() => onSlip(slip)} />}
      {refusal && slip === null && (
        <Notice tone="critical" title="The draft was not made">
          {describeFailure(refusal).message}
        </Notice>
      )}
      {data ? (
        <SimulationView simulation={data.simulateRollout} />
      ) : error ? (
        slip === null && <Failed what="The simulation" height={320} {...describeFailure(error)} onRetry={retry} />
      ) : (
        <Skeleton height={480} label="Playing the plan through" />
      )}
    </div>
  );
}

function SlipNotice({ slip, onShow }: { slip: Slip; onShow: () => void }) {
  return (
    <Notice tone="critical" title="The plan cannot be carried out as it is">
      <p className="mb-2 text-ink">{slip.message}</p>
      <Button onClick={onShow}>Show it in “{stepOf(slip.element)}”</Button>
    </Notice>
  );
}
