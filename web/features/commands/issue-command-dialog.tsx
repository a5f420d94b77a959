'use client';
/**
 * Gives an order to one device. Nothing is assumed to have happened when it is sent: the command appears in the list and
 * tells its own life, which for a device on its own may take hours.
 */
import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/gql.ts';
import type { DeliverySemantics } from '../../gql/graphql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { focusFirstField } from '../../ui/focus-first-field.ts';
import { kindWords } from './command-words.ts';
import { DELIVERY_OPTIONS, EXPIRY_OPTIONS, REASON_MIN, USUAL_EXPIRY_S } from './order-choices.ts';
import { emptyOrder, type OrderDraft, readOrder } from './order-draft.ts';
import { OrderFields } from './order-fields.tsx';
import { useRunbookChoices } from './use-runbook-choices.ts';

const IssueCommand_IssueMutation = graphql(`
  mutation IssueCommand_IssueMutation($input: IssueCommandInput!) {
    issueCommand(input: $input) {
      batchId
      accepted
      refused {
        deviceId
        code
        message
      }
    }
  }
`);

interface IssueCommandDialogProps {
  device: { id: string; name: string };
  onClose: () => void;
}

/** Open while it is rendered. */
export function IssueCommandDialog({ device, onClose }: IssueCommandDialogProps) {
  const formId = useId();
  const { draft, setDraft, order, setOrder, runbooks, whyNot, refusal, isBusy, send } = useIssuing(device, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const footer = (
    <>
      <Button onClick={onClose}>Close</Button>
      <Button type="submit" form={formId} tone="primary" disabledBecause={whyNot} isBusy={isBusy}>
        Issue
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      onOpenAutoFocus={focusFirstField}
      title={`Issue a command to ${device.name}`}
      footer={footer}
      width="520px"
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <OrderFields {...{ draft, runbooks }} slip={undefined} onChange={setDraft} />
        <Field label="Reason" hint="Kept in the audit trail.">
          {(ids) => (
            <TextInput {...ids} value={order.reason} onChange={(event) => setOrder({ reason: event.target.value })} />
          )}
        </Field>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field label="Expires">
            {(ids) => (
              <Select
                {...ids}
                value={order.expiresInS}
                onChange={(expiresInS) => setOrder({ expiresInS })}
                options={EXPIRY_OPTIONS}
              />
            )}
          </Field>
          <Field label="Delivery">
            {(ids) => (
              <Select
                {...ids}
                value={order.delivery}
                onChange={(delivery) => setOrder({ delivery })}
                options={DELIVERY_OPTIONS}
              />
            )}
          </Field>
        </div>
        {refusal !== undefined && (
          <p role="alert" className="border-l-2 border-quarantined pl-2">
            {refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** What stands in the fields, why it cannot be sent yet, and how to send it. */
function useIssuing(device: { id: string; name: string }, onDone: () => void) {
  const [draft, setDraft] = useState<OrderDraft>(emptyOrder('REFRESH_INVENTORY'));
  const [order, setOrder] = useState({ reason: '', delivery: '', expiresInS: USUAL_EXPIRY_S });
  const [refusal, setRefusal] = useState<string>();
  // The key stays through repeated tries, so that an answer that was lost does not make a second command.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [{ fetching: isBusy }, issue] = useMutation(IssueCommand_IssueMutation);
  const runbooks = useRunbookChoices(draft.kind !== 'EXEC');
  const read = readOrder(draft, runbooks);
  const reason = order.reason.trim();
  const whyNoReason = reason.length < REASON_MIN ? 'Say why, for those who read it later.' : undefined;
  const whyNot = read.kind === 'slip' ? read.why : whyNoReason;
  const send = async () => {
    if (whyNot !== undefined || isBusy || read.kind === 'slip') return;
    const input = {
      target: { deviceIds: [device.id] },
      kind: draft.kind,
      payload: read.payload,
      delivery: order.delivery === '' ? null : (order.delivery as DeliverySemantics),
      idempotencyKey,
      expiresInS: Number(order.expiresInS),
      reason,
    };
    const { data, error } = await issue({ input });
    const refused = data?.issueCommand.refused[0]?.message;
    if (error ?? refused) return setRefusal(error ? describeFailure(error).message : refused);
    toast({ title: `${kindWords[draft.kind].label}: queued for ${device.name}` });
    onDone();
  };
  return {
    draft,
    setDraft: (change: Partial<OrderDraft>) =>
      setDraft(change.kind ? emptyOrder(change.kind) : { ...draft, ...change }),
    order,
    setOrder: (change: Partial<typeof order>) => setOrder({ ...order, ...change }),
    runbooks,
    whyNot,
    refusal,
    isBusy,
    send,
  };
}
