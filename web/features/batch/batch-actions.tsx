'use client';
/** What can be done with the selected devices: the menu behind `.`, and the dialogs that stand before every action. */
import { useState } from 'react';
import type { BatchAction } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { MenuItem } from '../../ui/menu-item.ts';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { hasFields } from '../commands/order-draft.ts';
import { useRoleBlock } from '../device/use-role-block.ts';
import { BatchDialog } from './batch-dialog.tsx';
import type { BatchTarget } from './batch-target.ts';
import { actionWords, commandActions, isCommand, lifeActionNames } from './batch-words.ts';
import { OrderDialog } from './order-dialog.tsx';

const TRIGGER_ID = 'batch-actions';

interface BatchActionsProps {
  target: BatchTarget;
  onStarted: () => void;
}

type Step =
  | { readonly kind: 'order'; readonly action: BatchAction }
  | {
      readonly kind: 'guard';
      readonly action: BatchAction;
      readonly payload: Readonly<Record<string, unknown>> | null;
      /** The devices as they were selected when the action was chosen. */
      readonly target: BatchTarget;
    };

/** Only rendered while something is selected. */
export function BatchActions({ target, onStarted }: BatchActionsProps) {
  const [step, setStep] = useState<Step | null>(null);
  const whyNotOperate = useRoleBlock('OPERATOR');
  const whyNotEndTrust = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  useShortcuts({ '.': () => document.getElementById(TRIGGER_ID)?.click() });
  const choose = (action: BatchAction) => {
    if (isCommand(action) && hasFields(action)) setStep({ kind: 'order', action });
    else setStep({ kind: 'guard', action, payload: isCommand(action) ? {} : null, target });
  };
  const itemOf = (action: BatchAction, whyNot: string | undefined): MenuItem => ({
    label: `${actionWords[action].label}…`,
    ...(whyNot === undefined ? {} : { disabledBecause: 'needs another role' }),
    onSelect: () => choose(action),
  });
  const close = () => setStep(null);
  return (
    <>
      <Menu
        label="Actions on the selected devices"
        align="end"
        trigger={
          <Button id={TRIGGER_ID} tone="primary" aria-keyshortcuts=".">
            Actions
          </Button>
        }
        items={[
          { heading: 'Commands' },
          ...commandActions.map((action) => itemOf(action, whyNotOperate)),
          'divider',
          { heading: 'Trust and life' },
          ...lifeActionNames.map((action) => itemOf(action, whyNotEndTrust)),
        ]}
      />
      {step?.kind === 'order' && isCommand(step.action) && (
        <OrderDialog
          kind={step.action}
          onClose={close}
          onReady={(payload) => setStep({ kind: 'guard', action: step.action, payload, target })}
        />
      )}
      {step?.kind === 'guard' && (
        <BatchDialog
          order={step}
          onClose={close}
          onStarted={() => {
            close();
            onStarted();
          }}
        />
      )}
    </>
  );
}
