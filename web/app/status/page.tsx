/** The public status board; nobody has to sign in for it. */
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { StatusBoard } from '../../features/status-board/status-board.tsx';
import { ApiProvider } from '../../live/api-provider.tsx';

export const metadata: Metadata = { title: 'Status board' };

export default function StatusPage() {
  return (
    <Suspense>
      <ApiProvider>
        <StatusBoard />
      </ApiProvider>
    </Suspense>
  );
}
