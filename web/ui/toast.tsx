'use client';
/** Short messages about what was just done, said politely to screen readers too. They leave by themselves. */
import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { Icon } from './icon.tsx';

const SHOWN_MS = 8000;
const SHOWN_MAX = 4;

/** What a message says; `href` leads to what it is about. */
export type ToastMessage = { title: string; detail?: string; href?: string; hrefLabel?: string };
type Shown = ToastMessage & { id: number };

let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const none: readonly Shown[] = [];

/** Shows a message for eight seconds; call it from anywhere. */
export function toast(message: ToastMessage): void {
  const id = ++lastId;
  change([...shown, { ...message, id }].slice(-SHOWN_MAX));
  setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Where messages appear; one of them is in the shell. */
export function Toaster() {
  const messages = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-3 z-50 flex w-80 max-w-[calc(100vw-24px)] flex-col gap-2"
    >
      {messages.map((message) => (
        <div
          key={message.id}
          className="appear pointer-events-auto flex items-start gap-2 rounded border border-line bg-panel px-3 py-2"
        >
          <div className="min-w-0 flex-1">
            <p className="font-medium">{message.title}</p>
            {message.detail !== undefined && <p className="text-xs break-words text-muted">{message.detail}</p>}
            {message.href !== undefined && (
              <Link href={message.href} className="text-xs text-accent underline">
                {message.hrefLabel ?? 'Show'}
              </Link>
            )}
          </div>
          <button
            type="button"
            aria-label="Dismiss"
            className="rounded p-1 text-muted hover:text-ink"
            onClick={() => dismiss(message.id)}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}

function dismiss(id: number): void {
  change(shown.filter((message) => message.id !== id));
}

function change(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
