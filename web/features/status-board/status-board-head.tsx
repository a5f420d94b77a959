/** Above the boards: what this is, and the way in; on a wall nothing but the name. */
import Link from 'next/link';

/** `hasFailed`: the newest reading failed, and what is shown is from before. */
export function StatusBoardHead({ isWall, hasFailed }: { isWall: boolean; hasFailed: boolean }) {
  return (
    <header className="mb-4 flex min-h-9 flex-wrap items-center justify-between gap-3">
      <h1 className={isWall ? 'text-xl font-semibold' : 'text-lg font-semibold'}>Status board</h1>
      <div className="flex items-center gap-3 text-xs text-muted">
        {hasFailed && <span role="status">The API does not answer; these counts are from before.</span>}
        {!isWall && (
          <>
            <Link href="/status?wall=1" className="text-accent underline">
              Wall display
            </Link>
            <Link href="/" className="text-accent underline">
              Console
            </Link>
          </>
        )}
      </div>
    </header>
  );
}
