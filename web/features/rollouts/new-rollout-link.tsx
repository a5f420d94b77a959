'use client';
/** The way to a new rollout, for whoever may plan one; for everybody else why not. */
import { Button } from '../../ui/button.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';

/** A link that looks like a button. */
export function NewRolloutLink() {
  const whyNot = useRoleBlock('OPERATOR');
  if (whyNot !== undefined) return <Button disabledBecause={whyNot}>New rollout…</Button>;
  return (
    <ButtonLink tone="primary" href="/rollouts/new">
      New rollout…
    </ButtonLink>
  );
}
