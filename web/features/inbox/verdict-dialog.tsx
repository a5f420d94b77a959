'use client';
/** What a verdict needs to know first: into which item, why, until when, or whose. */
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import type { ListShape, RowStore } from '../devices/row-store.ts';
import { AssignChoices } from './assign-choices.tsx';
import type { AttentionFacts } from './attention-item.ts';
import { ChoiceList } from './choice-list.tsx';
import { DismissForm } from './dismiss-form.tsx';
import { snoozeChoices } from './snooze-choices.ts';
import type { AskedVerdict } from './use-triage.ts';
import type { Verdict } from './use-verdicts.ts';

interface VerdictDialogProps {
  asked: AskedVerdict;
  store: RowStore<AttentionFacts>;
  shape: ListShape;
  onGive: (verdict: Verdict, ids: readonly string[]) => Promise<void>;
  onCancel: () => void;
}

/** The dialog of the verdict that is asked about. */
export function VerdictDialog({ asked, store, shape, onGive, onCancel }: VerdictDialogProps) {
  const { kind, ids } = asked;
  const [moments] = useState(() => snoozeChoices(new Date()));
  const [first] = ids;
  const about = ids.length === 1 && first !== undefined ? store.row(first)?.title : undefined;
  const give = (verdict: Verdict, only: readonly string[] = ids) => void onGive(verdict, only);
  return (
    <Dialog
      open
      onOpenChange={onCancel}
      title={`${titles[kind]} ${ids.length === 1 ? 'this item' : `${ids.length} items`}`}
      {...(about !== undefined && { description: about })}
    >
      {kind === 'dismiss' && <DismissForm onDismiss={(reason) => give({ kind, reason })} onCancel={onCancel} />}
      {kind === 'snooze' && (
        <ChoiceList label="Until when" choices={moments} onChoose={(until) => give({ kind, until })} />
      )}
      {kind === 'assign' && <AssignChoices onChoose={(ownerId) => give({ kind, ownerId })} />}
      {kind === 'merge' && (
        <MergeChoices
          {...{ ids, store, shape }}
          onChoose={(intoId) =>
            give(
              { kind, intoId },
              ids.filter((id) => id !== intoId),
            )
          }
        />
      )}
    </Dialog>
  );
}

const titles = { merge: 'Merge', dismiss: 'Dismiss', snooze: 'Snooze', assign: 'Assign' } as const;

interface MergeChoicesProps {
  ids: readonly string[];
  store: RowStore<AttentionFacts>;
  shape: ListShape;
  onChoose: (intoId: string) => void;
}

/** Several selected items merge into one of them; a single one into any other that is shown. */
function MergeChoices({ ids, store, shape, onChoose }: MergeChoicesProps) {
  const offered = ids.length > 1 ? ids : shape.ids.filter((id) => !ids.includes(id));
  const choices = offered.flatMap((id) => {
    const row = store.row(id);
    return row === undefined ? [] : [{ value: id, label: row.title, hint: String(row.score) }];
  });
  if (choices.length === 0) return <p className="text-muted">There is no other item here it could be the same as.</p>;
  return <ChoiceList label="Into which item" choices={choices} onChoose={onChoose} />;
}
