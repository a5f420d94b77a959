/** A program and its arguments, each in a box of its own: where one ends and the next begins is what matters. */

/** In the order they are passed. */
export function ArgumentList({ argv, label }: { argv: readonly unknown[]; label?: string }) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-1">
      {argv.map((element, index) => (
        // Arguments have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className="figures rounded-sm border border-line bg-panel px-1.5 break-all">
          {String(element)}
        </li>
      ))}
    </ol>
  );
}
