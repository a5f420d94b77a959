'use client';
/**
 * A token right after it was made. It is shown this once: the control plane keeps only its hash, so a token that was
 * not copied is simply replaced by another.
 */
import { useSyncExternalStore } from 'react';
import { durationText } from '../../ui/age-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { subscribeToTicks } from '../../ui/ticker.ts';
import type { IssuedTokenFacts } from './token-form.tsx';

interface IssuedTokenProps {
  issued: IssuedTokenFacts;
  onDone: () => void;
}

/** Command, token, fingerprint and the time that is left. */
export function IssuedToken({ issued, onDone }: IssuedTokenProps) {
  const { token, command, caFingerprint, enrollmentToken } = issued;
  return (
    <section aria-label="The new token" className="flex flex-col gap-3">
      <p className="flex flex-wrap items-baseline justify-between gap-2">
        <strong>Shown once: run this on the device.</strong>
        <span className="text-xs text-muted">
          <TimeLeft until={enrollmentToken.expiresAt} />
        </span>
      </p>
      <CopyField label="Command" value={command} isMultiline />
      <CopyField label="Token" value={token} isSecret isMultiline />
      <CopyField
        label="CA fingerprint (SHA-256), which the agent checks before it says anything"
        value={caFingerprint}
      />
      <p>
        <Button onClick={onDone}>Done, hide the token</Button>
      </p>
    </section>
  );
}

function TimeLeft({ until }: { until: string }) {
  const text = useSyncExternalStore(
    subscribeToTicks,
    () => {
      const leftMs = Date.parse(until) - Date.now();
      return leftMs <= 0 ? 'The token has expired.' : `Expires in ${durationText(leftMs)}`;
    },
    () => '',
  );
  return (
    <time dateTime={until} title={until} className="figures">
      {text}
    </time>
  );
}
