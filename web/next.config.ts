/** How the console is built: one standalone server of static shells, with the whole workspace as its root. */
import { join } from 'node:path';
import type { NextConfig } from 'next';

const workspace = join(import.meta.dirname, '..');

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: workspace,
  turbopack: { root: workspace },
  poweredByHeader: false,
  reactStrictMode: true,
  // TypeScript 7 has no programming interface; the build calls its command instead.
  experimental: { useTypeScriptCli: true },
  // The scope is a prefix of every address; the pages below it are the same pages and read it from the address.
  rewrites: () =>
    Promise.resolve([
      { source: '/d/:domain', destination: '/' },
      { source: '/d/:domain/:path*', destination: '/:path*' },
    ]),
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'X-Frame-Options', value: 'DENY' },
          // The origin is told and nothing more: by it the API knows that signing out was asked for by the console.
          { key: 'Referrer-Policy', value: 'strict-origin' },
        ],
      },
    ]),
};

export default config;
