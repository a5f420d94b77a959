'use client';
/**
 * What a person chose about the console itself, kept in the browser: theme, density, shortcuts, the rail. It is about
 * the reader and not about what is read, so it is not in the URL.
 */
import { useCallback, useSyncExternalStore } from 'react';

const choices = {
  theme: ['system', 'dark', 'light'],
  /** Rows of 28 or 36 pixels. */
  density: ['compact', 'comfortable'],
  /** Shortcuts of a single key can be in the way of speech input, so they can be turned off (WCAG 2.1.4). */
  shortcuts: ['on', 'off'],
  rail: ['narrow', 'pinned'],
} as const;

type Name = keyof typeof choices;

/** What a preference can be; the first choice is the default. */
export type Preference<Key extends Name> = (typeof choices)[Key][number];

const listeners = new Set<() => void>();

/** The choice in force. Anything unreadable is the default. */
export function readPreference<Key extends Name>(name: Key): Preference<Key> {
  const options: readonly Preference<Key>[] = choices[name];
  const stored = storage()?.getItem(`flotilla.${name}`);
  return options.find((option) => option === stored) ?? defaultOf(name);
}

/** Makes and keeps a choice. Where nothing can be kept, it lasts until the page is left. */
export function writePreference<Key extends Name>(name: Key, value: Preference<Key>): void {
  storage()?.setItem(`flotilla.${name}`, value);
  for (const listener of listeners) listener();
}

/** Calls back after any choice, in this tab or another. */
export function subscribeToPreferences(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** A choice and how to change it. */
export function usePreference<Key extends Name>(name: Key): [Preference<Key>, (value: Preference<Key>) => void] {
  const value = useSyncExternalStore(
    subscribeToPreferences,
    () => readPreference(name),
    () => defaultOf(name),
  );
  return [value, useCallback((next) => writePreference(name, next), [name])];
}

function defaultOf<Key extends Name>(name: Key): Preference<Key> {
  return choices[name][0];
}

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // Browsers that forbid storage throw at the mere mention of it.
    return undefined;
  }
}
