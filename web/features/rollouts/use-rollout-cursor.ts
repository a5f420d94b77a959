'use client';
/** The keyboard of the list of rollouts: j/k move, Enter peeks, o opens. An open peek follows the cursor. */
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { moved, NO_CURSOR } from '../devices/row-cursor.ts';

interface RolloutCursorOptions {
  ids: readonly string[];
  peek: string | null;
  setPeek: (id: string | null) => void;
}

/** Where the cursor is, and how a pointer peeks. */
export function useRolloutCursor({ ids, peek, setPeek }: RolloutCursorOptions) {
  const router = useRouter();
  const [at, setAt] = useState<string | null>(null);
  const move = (by: number) => {
    const next = moved({ ...NO_CURSOR, at }, ids, by).at;
    setAt(next);
    if (peek !== null && next !== null) setPeek(next);
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => at !== null && setPeek(at),
    o: () => {
      const id = at ?? peek;
      if (id !== null) router.push(`/rollouts/${id}`);
    },
  });
  const peekAt = useCallback(
    (id: string) => {
      setAt(id);
      setPeek(id);
    },
    [setPeek],
  );
  return { at, peekAt };
}
