/**
 * The devices of a rollout or a wave as one bar, a segment per bucket. The bucket counts add up to all of its devices, so
 * the bar is never fuller than it is true: who is away or withdrawn has a segment like everybody else.
 */
import { BucketGlyph, bucketColor } from './rollout-badge.tsx';
import { buckets, bucketsOf, countsText, type Counts } from './rollout-words.ts';

/** What a bar or its legend shows. */
type Bucketed = {
  counts: Counts;
  /** The rollout goes back: what is done is that. */
  isBack?: boolean;
};

/** The bar alone, with its numbers for whoever cannot see it. */
export function BucketBar({ counts, isBack = false, isThin = false }: Bucketed & { isThin?: boolean }) {
  const shown = buckets.filter(({ key }) => counts[key] > 0);
  return (
    <div
      role="img"
      aria-label={countsText(counts, isBack)}
      title={countsText(counts, isBack)}
      className={`flex w-full gap-px overflow-hidden rounded-[2px] bg-hover ${isThin ? 'h-2.5' : 'h-4'}`}
    >
      {shown.map(({ key }) => (
        <span
          key={key}
          className={`min-w-0.5 ${key === 'withdrawn' ? 'hatch' : ''}`}
          style={{
            flexGrow: counts[key],
            flexBasis: 0,
            backgroundColor: key === 'withdrawn' ? 'transparent' : bucketColor(key),
          }}
        />
      ))}
    </div>
  );
}

/** Every bucket with a device in it: glyph, word, number and share. */
export function BucketLegend({ counts, isBack = false }: Bucketed) {
  return (
    <ul aria-label="Devices by bucket" className="flex min-h-5 flex-wrap gap-x-5 gap-y-1">
      {bucketsOf(isBack)
        .filter(({ key }) => counts[key] > 0)
        .map(({ key, word, meaning }) => (
          <li key={key} className="flex items-center gap-1.5 whitespace-nowrap" title={meaning}>
            <BucketGlyph bucket={key} isBack={isBack} />
            {word}
            <span className="figures">{counts[key].toLocaleString('en')}</span>
            <span className="figures text-xs text-muted">
              {Math.round((100 * counts[key]) / Math.max(1, counts.total))}%
            </span>
          </li>
        ))}
    </ul>
  );
}

/** What the colours of bars mean, where many bars stand together without numbers of their own. */
export function BucketKey() {
  return (
    <ul aria-label="What the bars mean" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {buckets.map(({ key, word, meaning }) => (
        <li key={key} className="flex items-center gap-1.5 whitespace-nowrap" title={meaning}>
          <BucketGlyph bucket={key} />
          {word}
        </li>
      ))}
    </ul>
  );
}
