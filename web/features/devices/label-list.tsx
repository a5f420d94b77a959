/**
 * Labels of a device in one line: the first few as chips, the rest counted, all of them in the tooltip.
 */
interface LabelListProps {
  labels: readonly { key: string; value: string }[];
  max?: number;
  /** Takes as many lines as it needs; a row of a table has only one. */
  wraps?: boolean;
}

/** `key=value` chips. */
export function LabelList({ labels, max = 2, wraps = false }: LabelListProps) {
  if (labels.length === 0) return <span className="text-muted">–</span>;
  const texts = labels.map(({ key, value }) => `${key}=${value}`);
  const rest = texts.length - max;
  return (
    <span className={`flex min-w-0 items-center gap-1 ${wraps ? 'flex-wrap' : ''}`} title={texts.join('\n')}>
      {texts.slice(0, max).map((text) => (
        <span key={text} className="truncate rounded border border-line px-1 font-mono text-[11px] leading-4">
          {text}
        </span>
      ))}
      {rest > 0 ? <span className="shrink-0 text-muted">+{rest}</span> : null}
    </span>
  );
}
