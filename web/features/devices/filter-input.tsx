'use client';
/**
 * The filter as typed text: a combobox whose arrows choose an offer, whose Tab or Enter takes it, and whose Enter
 * without one applies the text. Text that cannot be read is marked and not applied.
 */
import { useId, useRef } from 'react';
import { FilterOffers } from './filter-offers.tsx';
import type { FilterKey } from './filter-suggestions.ts';
import { parseFilterText } from './filter-text.ts';
import { useFilterTyping } from './use-filter-typing.ts';

/** The id of the input, for the key that leads to it. */
export const FILTER_INPUT_ID = 'device-filter';

interface FilterInputProps {
  q: string;
  keys: readonly FilterKey[];
  onFilter: (q: string) => void;
}

/** The input with its list of offers. */
export function FilterInput({ q, keys, onFilter }: FilterInputProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const typing = useFilterTyping({ q, keys, onFilter, input });
  const { text, offers, chosen } = typing;
  return (
    <div className="filter-field">
      <input
        ref={input}
        id={FILTER_INPUT_ID}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        className="filter-input"
        placeholder="Filter: conn:LIVE label:site=rtm name:kiosk   ( / )"
        aria-label="Filter devices"
        aria-expanded={offers.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-invalid={parseFilterText(text) === null}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        value={text}
        onChange={({ target }) => typing.type(target.value, target.selectionStart ?? target.value.length)}
        onFocus={({ target }) => typing.type(target.value, target.selectionStart ?? target.value.length)}
        onBlur={typing.close}
        onKeyDown={typing.onKeyDown}
      />
      <FilterOffers id={listId} offers={offers} chosen={chosen} onTake={typing.take} />
    </div>
  );
}
