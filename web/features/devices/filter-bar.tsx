'use client';
/**
 * The filter as typed text with offers while typing, and as chips that can be taken away one by one. The text is the
 * truth: it is what stands in the URL, what the API reads and what a colleague can be sent.
 */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { FilterChips } from './filter-chips.tsx';
import { type FilterKey, type Suggestion, suggest } from './filter-suggestions.ts';
import { parseFilterText } from './filter-text.ts';

interface FilterBarProps {
  q: string;
  keys: readonly FilterKey[];
  onFilter: (q: string) => void;
}

/** A combobox: arrows choose an offer, Tab or Enter takes it, Enter without one applies the text. */
export function FilterBar({ q, keys, onFilter }: FilterBarProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const [offers, setOffers] = useState<Suggestion[]>([]);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setText(q), [q]);

  const isUnreadable = parseFilterText(text) === null;
  const open = (value: string, at: number) => {
    setOffers(suggest(value, at, keys));
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
    setText(offer.text);
    const isComplete = !offer.text.slice(0, offer.cursor).endsWith(':');
    if (isComplete) return apply(offer.text);
    requestAnimationFrame(() => input.current?.setSelectionRange(offer.cursor, offer.cursor));
    return open(offer.text, offer.cursor);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const offer = offers[chosen];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && offers.length > 0) {
      setChosen((chosen + step + offers.length) % offers.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && offer !== undefined) {
      take(offer);
    } else if (event.key === 'Enter') {
      apply(text);
    } else if (event.key === 'Escape') {
      if (offers.length > 0) close();
      else input.current?.blur();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="filter-bar">
      <div className="filter-field">
        <input
          ref={input}
          id="device-filter"
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
          aria-invalid={isUnreadable}
          aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            open(target.value, target.selectionStart ?? target.value.length);
          }}
          onFocus={({ target }) => open(target.value, target.selectionStart ?? target.value.length)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <ul
          id={listId}
          role="listbox"
          aria-label="Filter suggestions"
          className="filter-offers"
          hidden={offers.length === 0}
        >
          {offers.map((offer, index) => (
            <li
              key={offer.text}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="filter-offer"
              onPointerDown={(event) => {
                event.preventDefault();
                take(offer);
              }}
            >
              <span className="font-mono">{offer.label}</span>
              <span className="text-muted">{offer.hint}</span>
            </li>
          ))}
        </ul>
      </div>
      <FilterChips q={q} onFilter={onFilter} />
    </div>
  );
}
