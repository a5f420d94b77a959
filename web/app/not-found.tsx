/** What stands at an address that leads nowhere: a link that was cut off, or to something of another version. */
import type { Metadata } from 'next';
import Link from 'next/link';
import { Empty } from '../ui/empty.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Empty title="There is no page at this address">
        The link may have been cut off.{' '}
        <Link href="/" className="text-accent underline">
          Go to the overview
        </Link>
        , or search from there.
      </Empty>
    </main>
  );
}
