/** "Copy link": the address of what is shown, its time window frozen, into the clipboard, with a word about it. */
import { frozenLink } from '../live/frozen-link.ts';
import { toast } from '../ui/toast.tsx';

/** Copies the link to this page. Where the browser does not allow it, the address bar gets it instead. */
export function copyLink(): void {
  const link = frozenLink(location.href, Date.now() / 1000);
  const isFrozen = new URL(link).searchParams.has('t');
  // Browsers offer no clipboard to pages that were loaded without encryption from another machine.
  const writing = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error('no clipboard'));
  writing.then(
    () =>
      toast({
        title: 'Link copied',
        detail: isFrozen
          ? 'It shows this stretch of time; whoever opens it can go live.'
          : 'It shows this page with its filters.',
      }),
    () => toast({ title: 'The browser did not allow copying', detail: link, href: link, hrefLabel: 'Open the link' }),
  );
}
