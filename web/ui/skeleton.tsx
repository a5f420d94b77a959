/** What stands in for content that is on its way: the same height at once, something to see only after 150 ms. */

/** A quiet block of exactly the height its content will have, so that nothing moves when it comes. */
export function Skeleton({ height, label = 'Loading' }: { height: number | string; label?: string }) {
  return (
    <div role="status" aria-label={label} style={{ height }} className="overflow-hidden p-3">
      <div aria-hidden="true" className="appear-late flex h-full flex-col gap-3 overflow-hidden">
        {widths.map((width) => (
          <div key={width} className="h-3 flex-none rounded-sm bg-hover" style={{ width }} />
        ))}
      </div>
    </div>
  );
}

const widths = ['58%', '82%', '40%', '71%', '64%', '35%', '77%', '49%'];
