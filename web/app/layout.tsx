/** The document around every page: fonts, theme and the run-time configuration, all before the first paint. */
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Flotilla', template: '%s · Flotilla' },
  description: 'Watch, steer and recover devices that are not always there.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html
      lang="en"
      data-theme="dark"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <head>
        {/* Not deferred on purpose: it sets the theme and the API's address, and everything after depends on both. */}
        <script src="/boot.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
