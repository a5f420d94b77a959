'use client';
/** Says that the session has ended, over the page as it was, and leads back to exactly there. */
import { signInUrl } from '../live/runtime-config.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Cannot be put away: behind it nothing works any more. */
export function SessionOver() {
  const signIn = () => location.assign(signInUrl(location.pathname + location.search));
  return (
    <Dialog
      open
      isPersistent
      onOpenChange={() => {}}
      title="Your session has ended"
      description="You signed out elsewhere, were idle for long, or an administrator ended it."
      footer={
        <Button tone="primary" onClick={signIn}>
          Sign in again
        </Button>
      }
      width="420px"
    >
      <p>What you see behind this was true when the session ended. After signing in you come back to this page.</p>
    </Dialog>
  );
}
