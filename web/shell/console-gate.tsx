'use client';
/**
 * Lets in who is signed in. Asks once who that is; nobody: on to the sign-in page, with the way back. A session that
 * ends later leaves the page as it is and asks on top of it.
 */
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { useQuery } from 'urql';
import { describeFailure } from '../live/describe-failure.ts';
import { isSessionOver, subscribeToSession } from '../live/session.ts';
import { Viewer_Query, ViewerProvider } from '../live/viewer.tsx';
import { Failed } from '../ui/failed.tsx';
import { SessionOver } from './session-over.tsx';

const ASK_AGAIN_MS = 3000;

/** Shows its children to a signed-in person, once it is known who that is. */
export function ConsoleGate({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [{ data, error }, ask] = useQuery({ query: Viewer_Query, variables: {} });
  const isOver = useSyncExternalStore(subscribeToSession, isSessionOver, () => false);
  const viewer = data?.viewer;
  const isAnonymous = data !== undefined && viewer === null;
  useEffect(() => {
    if (isAnonymous) router.replace(`/sign-in?returnTo=${encodeURIComponent(location.pathname + location.search)}`);
  }, [isAnonymous, router]);

  const hasFailed = error !== undefined && !viewer;
  useEffect(() => {
    if (!hasFailed) return undefined;
    const timer = setInterval(() => ask({ requestPolicy: 'network-only' }), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [hasFailed, ask]);

  if (viewer) {
    return (
      <ViewerProvider viewer={viewer}>
        {children}
        {isOver && <SessionOver />}
      </ViewerProvider>
    );
  }
  if (error === undefined) return <div role="status" aria-label="Loading" className="min-h-dvh" />;
  const { message, requestId } = describeFailure(error);
  return (
    <main className="min-h-dvh px-4 pt-[20vh]">
      <h1 className="sr-only">Flotilla</h1>
      <div className="mx-auto max-w-lg rounded border border-line bg-panel">
        <Failed what="The console" {...{ message, requestId }} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      </div>
    </main>
  );
}
