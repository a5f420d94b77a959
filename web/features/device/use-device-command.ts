'use client';
/**
 * Sends one command about a device. The API's refusal is the message a person reads; nothing is assumed to have
 * happened before it answers.
 */
import { useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useMutation } from 'urql';
import { describeFailure } from '../../live/describe-failure.ts';
import { toast } from '../../ui/toast.tsx';

/** How to run the command, and whether one is under way. `run` rejects with the refusal's message. */
export function useDeviceCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  done: string,
) {
  const [, execute] = useMutation(document);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (variables: Variables): Promise<void> => {
    setIsBusy(true);
    try {
      const { error } = await execute(variables);
      if (error !== undefined) throw new Error(describeFailure(error).message);
      toast({ title: done });
    } finally {
      setIsBusy(false);
    }
  };
  return { run, isBusy };
}
