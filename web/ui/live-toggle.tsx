/** Whether a time window follows the clock, and the switch between the two. */

interface LiveToggleProps {
  isLive: boolean;
  onToggle: () => void;
}

/** A button that is pressed while the window is live; a full dot says so, too. */
export function LiveToggle({ isLive, onToggle }: LiveToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={isLive}
      title={
        isLive
          ? 'The window follows the clock; press to hold it still'
          : 'The window stands still; press to follow the clock'
      }
      onClick={onToggle}
      className="flex h-7 flex-none items-center gap-1.5 rounded border border-line bg-panel px-2 text-xs hover:bg-hover aria-pressed:bg-hover"
    >
      <svg aria-hidden="true" width="8" height="8" viewBox="0 0 8 8" fill="none" strokeWidth="1.5">
        {isLive ? (
          <circle cx="4" cy="4" r="3" fill="var(--color-live)" />
        ) : (
          <circle cx="4" cy="4" r="3" stroke="var(--color-muted)" />
        )}
      </svg>
      Live
    </button>
  );
}
