'use client';
/** What stands in a panel whose content could not be had. It stays inside its panel: the rest of the page goes on. */
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface FailedProps {
  /** What is missing: "The spectrum". */
  what: string;
  /** The server's words for people. */
  message: string;
  /** What to quote when asking for help. */
  requestId?: string | undefined;
  onRetry?: () => void;
  /** The height the content would have had. */
  height?: number;
}

/** Says what failed, why, under which request id, and offers another try. */
export function Failed({ what, message, requestId, onRetry, height }: FailedProps) {
  return (
    <div
      role="alert"
      style={{ minHeight: height }}
      className="flex flex-col items-start justify-center gap-2 border-l-2 border-replaying px-4 py-3"
    >
      <p className="flex items-center gap-1.5 font-medium">
        <Icon name="alert" /> {what} could not be loaded
      </p>
      <p className="text-xs text-muted">{message}</p>
      {requestId !== undefined && (
        <p className="text-xs text-muted">
          Request <code className="figures select-all">{requestId}</code>
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
