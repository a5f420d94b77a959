'use client';
/**
 * The keyboard of the inbox: j/k move, x selects, Enter peeks, o goes where the next step is, and one key per verdict.
 * A verdict goes to the selection, else to the row under the cursor; when that row leaves, the next one is under it.
 */
import { useCallback, useState } from 'react';
import { toast } from '../../ui/toast.tsx';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import type { ListShape, RowStore } from '../devices/row-store.ts';
import { NO_CURSOR, type RowCursor, cleared, extended, moved, toggled } from '../devices/row-cursor.ts';
import type { AttentionFacts } from './attention-item.ts';
import { useVerdicts, type Verdict } from './use-verdicts.ts';

/** Something that can be said to items. */
export type VerdictKind = Verdict['kind'];

interface TriageOptions {
  store: RowStore<AttentionFacts>;
  shape: ListShape;
  peek: string | null;
  setPeek: (id: string | null) => void;
  reload: () => Promise<void>;
  /** Why the viewer cannot give verdicts; undefined when they can. */
  whyNot: string | undefined;
  /** Whether the viewer can assign to others, so that there is a choice. */
  canChooseOwner: boolean;
}

/** A verdict that needs an answer first, and the items it is about. */
export interface AskedVerdict {
  kind: 'merge' | 'dismiss' | 'snooze' | 'assign';
  ids: readonly string[];
}

/** The cursor, the verdict being asked about, and what keys and buttons do. */
export function useTriage({ store, shape, peek, setPeek, reload, whyNot, canChooseOwner }: TriageOptions) {
  const { ids } = shape;
  const [cursor, setCursor] = useState<RowCursor>(NO_CURSOR);
  const [asked, setAsked] = useState<AskedVerdict | null>(null);
  const { give, isBusy } = useVerdicts();
  const at = cursor.at ?? peek;
  const targets = cursor.selected.size > 0 ? ids.filter((id) => cursor.selected.has(id)) : at === null ? [] : [at];

  const move = (next: RowCursor) => {
    setCursor(next);
    if (peek !== null && next.at !== null) setPeek(next.at);
  };
  const perform = async (verdict: Verdict, about: readonly string[]) => {
    setAsked(null);
    const next = nextAfter(ids, about);
    if ((await give(verdict, about)) === 0) return;
    await reload();
    const remains = (id: string | null) => id !== null && store.shape().ids.includes(id);
    const place = remains(at) ? at : remains(next) ? next : null;
    setCursor({ at: place, anchor: place, selected: NO_CURSOR.selected });
    if (peek !== null && peek !== place) setPeek(place);
  };
  const ask = (kind: VerdictKind) => {
    if (isBusy) return;
    if (whyNot !== undefined) return toast({ title: 'That is not yours to say', detail: whyNot });
    if (targets.length === 0) return toast({ title: 'Choose an item first', detail: 'j and k move, x selects.' });
    if (kind === 'acknowledge' || kind === 'resolve') return void perform({ kind }, targets);
    if (kind === 'assign' && !canChooseOwner) return void perform({ kind, ownerId: null }, targets);
    setAsked({ kind, ids: targets });
  };
  const clearSelection = () => setCursor(cleared(cursor));
  useShortcuts({
    j: () => move(moved(cursor, ids, 1)),
    k: () => move(moved(cursor, ids, -1)),
    J: () => move(extended(cursor, ids, 1)),
    K: () => move(extended(cursor, ids, -1)),
    x: () => cursor.at !== null && setCursor(toggled(cursor, cursor.at)),
    Enter: () => cursor.at !== null && setPeek(cursor.at),
    '1': () => ask('acknowledge'),
    '2': () => ask('merge'),
    '3': () => ask('dismiss'),
    h: () => ask('snooze'),
    a: () => ask('assign'),
    e: () => ask('resolve'),
    ...(peek === null && cursor.selected.size > 0 ? { Escape: clearSelection } : {}),
  });
  return {
    cursor,
    targets,
    asked,
    isBusy,
    ask,
    perform,
    cancel: () => setAsked(null),
    clearSelection,
    toggle: useCallback((id: string) => setCursor((before) => toggled(before, id)), []),
    peekAt: useCallback(
      (id: string) => {
        setCursor((before) => ({ ...before, at: id, anchor: id }));
        setPeek(id);
      },
      [setPeek],
    ),
  };
}

/** The first row after the last of some rows; the one before them where nothing follows. */
function nextAfter(ids: readonly string[], about: readonly string[]): string | null {
  const isAbout = new Set(about);
  const last = ids.findLastIndex((id) => isAbout.has(id));
  return (
    ids.slice(last + 1).find((id) => !isAbout.has(id)) ??
    ids.slice(0, last + 1).findLast((id) => !isAbout.has(id)) ??
    null
  );
}
