/** The list of offers below the filter. It never takes the focus: the input keeps it and names the chosen offer. */
import type { Suggestion } from './filter-suggestions.ts';

interface FilterOffersProps {
  id: string;
  offers: readonly Suggestion[];
  /** Index of the chosen offer, or -1. */
  chosen: number;
  onTake: (offer: Suggestion) => void;
}

/** A listbox; hidden while there is nothing to offer. */
export function FilterOffers({ id, offers, chosen, onTake }: FilterOffersProps) {
  return (
    <div id={id} role="listbox" aria-label="Filter suggestions" className="filter-offers" hidden={offers.length === 0}>
      {offers.map((offer, index) => (
        <div
          key={offer.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className="filter-offer"
          // Before the click would blur the input and with it close the list.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(offer);
          }}
        >
          <span className="font-mono">{offer.label}</span>
          <span className="text-muted">{offer.hint}</span>
        </div>
      ))}
    </div>
  );
}
