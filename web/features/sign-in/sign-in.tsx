'use client';
/** The way in: one button to the identity provider, and why one stands here. Passwords never come near the console. */
import Link from 'next/link';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { signInUrl } from '../../live/runtime-config.ts';
import { forgetSignOut, SIGNED_OUT_KEY } from '../../shell/sign-out.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { followTheme } from '../../ui/theme.ts';
import { localReturnPath } from './local-return-path.ts';

/** The sign-in page. It makes no call to the API, so that it also stands when the API does not. */
export function SignIn() {
  const isSignedOut = useSyncExternalStore(subscribeToNothing, hasSignedOut, () => false);
  const [isLeaving, setIsLeaving] = useState(false);
  useEffect(() => followTheme(), []);
  const signIn = () => {
    setIsLeaving(true);
    forgetSignOut();
    location.assign(signInUrl(localReturnPath(new URLSearchParams(location.search).get('returnTo'))));
  };
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="w-full max-w-sm">
        <h1 className="text-xl font-semibold">Flotilla</h1>
        <p className="mt-1 mb-5 text-muted">Watch, steer and recover devices that are not always there.</p>
        <Button tone="primary" onClick={signIn} isBusy={isLeaving} className="h-9 w-full">
          {isLeaving ? 'Going to your identity provider…' : 'Sign in'}
        </Button>
        <p className="mt-3 text-xs text-muted">
          You sign in with your organisation&rsquo;s identity provider and come back here.
        </p>
        <p className="mt-6 border-t border-line pt-3 text-xs text-muted">
          No account?{' '}
          <Link href="/status" className="text-accent underline">
            See the public status board
          </Link>
        </p>
        {/* Last, so that nothing moves when it comes. */}
        <div className="mt-6 h-12">
          {isSignedOut && <Notice title="You have signed out">This browser holds no session any more.</Notice>}
        </div>
      </div>
    </main>
  );
}

/** Whether the person left on purpose, in this tab and not long ago. */
function hasSignedOut(): boolean {
  try {
    return sessionStorage.getItem(SIGNED_OUT_KEY) !== null;
  } catch {
    return false;
  }
}

function subscribeToNothing(): () => void {
  return () => {};
}
