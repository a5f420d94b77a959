'use client';
/** The plan in the making. It is kept in the tab's session storage, so that a reload, or a look elsewhere, loses nothing. */
import { useCallback, useSyncExternalStore } from 'react';
import { emptyDraft, type PlanDraft } from './plan-draft.ts';

const KEY = 'flotilla.rollout-plan';
const listeners = new Set<() => void>();
let draft: PlanDraft | undefined;

/** The draft, how to change a part of it, and how to begin anew. */
export function usePlanDraft() {
  const current = useSyncExternalStore(subscribe, read, () => emptyDraft);
  const change = useCallback((part: Partial<PlanDraft>) => write({ ...read(), ...part }), []);
  const clear = useCallback(() => write(emptyDraft), []);
  return { draft: current, change, clear };
}

function read(): PlanDraft {
  draft ??= stored();
  return draft;
}

/** A draft of an older console may lack fields; what it has is kept. */
function stored(): PlanDraft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    return { ...emptyDraft, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    return emptyDraft;
  }
}

function write(next: PlanDraft): void {
  draft = next;
  try {
    if (next === emptyDraft) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage that is full or forbidden costs the reload, not the plan.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
