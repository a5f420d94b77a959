'use client';
/** What typing in the filter does: offers open and close, are chosen and taken, and the finished text is applied. */
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { type FilterKey, type Suggestion, suggest } from './filter-suggestions.ts';
import { parseFilterText } from './filter-text.ts';

interface FilterTypingOptions {
  q: string;
  keys: readonly FilterKey[];
  onFilter: (q: string) => void;
  input: RefObject<HTMLInputElement | null>;
}

/** The text as it stands, its offers, and the reactions to keys. */
export function useFilterTyping({ q, keys, onFilter, input }: FilterTypingOptions) {
  const [text, setText] = useState(q);
  const [applied, setApplied] = useState(q);
  const [offers, setOffers] = useState<readonly Suggestion[]>([]);
  const [chosen, setChosen] = useState(-1);
  // The filter was changed elsewhere (a chip, the Back button): that is the text now.
  if (applied !== q) {
    setApplied(q);
    setText(q);
  }

  const type = (value: string, cursor: number) => {
    setText(value);
    setOffers(suggest(value, cursor, keys));
    setChosen(-1);
  };
  const close = () => {
    setOffers([]);
    setChosen(-1);
  };
  const apply = (value: string) => {
    if (parseFilterText(value) === null) return;
    close();
    onFilter(value);
  };
  const take = (offer: Suggestion) => {
    type(offer.text, offer.cursor);
    const isComplete = !offer.text.slice(0, offer.cursor).endsWith(':');
    if (isComplete) apply(offer.text);
    else requestAnimationFrame(() => input.current?.setSelectionRange(offer.cursor, offer.cursor));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const offer = offers[chosen];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    // From no choice at all, up leads to the last offer and down to the first.
    const from = chosen < 0 && step < 0 ? 0 : chosen;
    if (step !== 0 && offers.length > 0) setChosen((from + step + offers.length) % offers.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && offer !== undefined) take(offer);
    else if (event.key === 'Enter') apply(text);
    else if (event.key === 'Escape' && offers.length > 0) close();
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { text, offers, chosen, type, close, take, onKeyDown };
}
