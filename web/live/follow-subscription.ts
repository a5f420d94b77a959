/** Keeps one subscription open until told otherwise, outside React, so that readers of high-rate feeds can use it too. */
import type { AnyVariables, Client, CombinedError, TypedDocumentNode } from 'urql';
import { feed } from './feed.ts';
import { isSessionOver } from './session.ts';

const REOPEN_AFTER_MS = 5_000;

/** What to listen to and whom to tell. */
export type Following<Data, Variables extends AnyVariables> = {
  document: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  onMessage: (data: Data) => void;
  onError?: (error: CombinedError) => void;
  seqOf?: (data: Data) => number | undefined;
};

/** Opens the subscription and opens it again when it ends or is refused. Returns how to stop. */
export function followSubscription<Data, Variables extends AnyVariables>(
  client: Client,
  following: Following<Data, Variables>,
): () => void {
  const unwant = feed.want();
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  const open = () => {
    let lastSeq: number | undefined;
    const reopen = () => {
      clearTimeout(timer);
      if (!isOver && !isSessionOver()) timer = setTimeout(open, REOPEN_AFTER_MS);
    };
    stop();
    const subscription = client
      .subscription<Data, Variables>(following.document, following.variables)
      .subscribe((result) => {
        if (result.error) {
          following.onError?.(result.error);
          // An error without data ends a subscription; with data it belongs to that message only.
          if (result.data === undefined || result.data === null) return reopen();
        }
        if (result.data === undefined || result.data === null) return undefined;
        const seq = following.seqOf?.(result.data);
        if (seq !== undefined && lastSeq !== undefined && seq > lastSeq + 1) feed.reread();
        lastSeq = seq;
        return following.onMessage(result.data);
      });
    stop = () => subscription.unsubscribe();
  };
  open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
    unwant();
  };
}
