'use client';
/** What an operator may say to a rollout now. Everything is always shown; what is not possible says why. */
import { useState } from 'react';
import { useDestructionBlock } from '../../live/use-feed-status.ts';
import { Button, type ButtonTone } from '../../ui/button.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { wordsOf } from './action-words.ts';
import { type RolloutAction, waveToApprove, whyNotPossible } from './rollout-actions.ts';
import { RolloutDialog } from './rollout-dialog.tsx';
import type { RolloutDetail } from './use-rollout.ts';

interface RolloutActionBarProps {
  rollout: RolloutDetail;
  onDone: () => void;
}

/** The buttons in the order of a rollout's life; what ends it stands last. */
export function RolloutActionBar({ rollout, onDone }: RolloutActionBarProps) {
  const [asked, setAsked] = useState<RolloutAction | null>(null);
  const whyNotRole = useRoleBlock('OPERATOR');
  const whyNotNow = useDestructionBlock();
  const { state } = rollout;
  const actions: readonly RolloutAction[] = [
    ...(state === 'DRAFT' ? (['start'] as const) : []),
    'approve',
    'promote',
    state === 'PAUSED' ? 'resume' : 'pause',
    'retry',
    'rollBack',
    'abort',
  ];
  const whyNot = (action: RolloutAction) => whyNotPossible(action, rollout) ?? whyNotRole ?? whyNotNow;
  const toneOf = (action: RolloutAction): ButtonTone => {
    if (action === 'rollBack' || action === 'abort') return 'danger';
    const isNext =
      action === 'start' || action === 'resume' || (action === 'approve' && waveToApprove(rollout) !== undefined);
    return isNext ? 'primary' : 'plain';
  };
  return (
    <div role="group" aria-label="Actions on this rollout" className="flex flex-wrap gap-2">
      {actions.map((action) => (
        <Button key={action} tone={toneOf(action)} disabledBecause={whyNot(action)} onClick={() => setAsked(action)}>
          {wordsOf(action, rollout).label}
        </Button>
      ))}
      {asked !== null && (
        <RolloutDialog action={asked} rollout={rollout} onClose={() => setAsked(null)} onDone={onDone} />
      )}
    </div>
  );
}
