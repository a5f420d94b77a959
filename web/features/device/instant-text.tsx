/** An instant in the reader's time zone, written year first so that nobody takes a month for a day. */

/** For example `2026-11-17 15:24:26`; the exact text of the API on hover. */
export function InstantText({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at} className="figures whitespace-nowrap">
      {new Date(at).toLocaleString('sv-SE')}
    </time>
  );
}
