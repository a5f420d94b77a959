/**
 * Tells a reader that the list would look different if it were read again, and reads it again on demand. It has its
 * place reserved, so its coming and going moves nothing.
 */
import type { ListNews } from './row-store.ts';

interface NewsPillProps {
  news: ListNews;
  onShow: () => void;
}

/** "3 new, 1 left"; nothing while there is no news. */
export function NewsPill({ news, onShow }: NewsPillProps) {
  const parts = [
    news.arrived > 0 ? `${news.arrived} new` : null,
    news.left > 0 ? `${news.left} no longer match` : null,
  ].filter((part) => part !== null);
  return (
    <span role="status" className="inline-flex min-h-6">
      {parts.length === 0 ? null : (
        <button
          type="button"
          className="h-6 rounded-full bg-accent px-2.5 text-xs font-semibold whitespace-nowrap text-on-accent"
          onClick={onShow}
        >
          {parts.join(', ')}: show
        </button>
      )}
    </span>
  );
}
