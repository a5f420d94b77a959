/**
 * The terms of the filter in force, each with a cross, and the handful of filters people reach for most, one click
 * each. A click toggles a value within its key, so `LIVE` and `DELAYED` become one term with two alternatives.
 */
import { parseFilterText, printFilterText, withToggledValue, withoutTerm } from './filter-text.ts';

const QUICK_FILTERS = [
  { key: 'conn', value: 'LIVE', label: 'Live' },
  { key: 'conn', value: 'DELAYED', label: 'Delayed' },
  { key: 'conn', value: 'DISCONNECTED', label: 'Disconnected' },
  { key: 'trust', value: 'PENDING', label: 'Pending' },
] as const;

interface FilterChipsProps {
  q: string;
  onFilter: (q: string) => void;
}

/** Quick filters, then whatever else is in force. */
export function FilterChips({ q, onFilter }: FilterChipsProps) {
  const terms = parseFilterText(q) ?? [];
  const isOn = (key: string, value: string) =>
    terms.some((term) => term.key === key && !term.isNegated && term.values.includes(value));
  const isQuick = ({ key, values, isNegated }: (typeof terms)[number]) =>
    !isNegated && values.every((value) => QUICK_FILTERS.some((quick) => quick.key === key && quick.value === value));

  return (
    <div className="filter-chips">
      {QUICK_FILTERS.map(({ key, value, label }) => (
        <button
          key={value}
          type="button"
          className="filter-chip"
          aria-pressed={isOn(key, value)}
          onClick={() => onFilter(withToggledValue(q, key, value))}
        >
          {label}
        </button>
      ))}
      {terms.map((term, index) => {
        if (isQuick(term)) return null;
        const text = printFilterText([term]);
        return (
          <button
            key={`${index} ${text}`}
            type="button"
            className="filter-chip font-mono"
            aria-label={`Remove ${text} from the filter`}
            onClick={() => onFilter(withoutTerm(q, index))}
          >
            {text} <span aria-hidden>×</span>
          </button>
        );
      })}
      {terms.length > 1 ? (
        <button type="button" className="filter-clear" onClick={() => onFilter('')}>
          Clear
        </button>
      ) : null}
    </div>
  );
}
