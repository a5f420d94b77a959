'use client';
/** Gives every page below the API client and the state in the URL. */
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { Provider } from 'urql';
import { apiClient } from './client.ts';

/** Stands once, around all pages. */
export function ApiProvider({ children }: { children: ReactNode }) {
  return (
    <Provider value={apiClient()}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </Provider>
  );
}
