/**
 * Facts as term and value. An unknown value is said to be unknown, with the reason where there is one: an empty cell
 * could mean anything.
 */
import { Fragment, type ReactNode } from 'react';
import './fact-list.css';

/** A term, its value, and why the value is missing. */
interface Fact {
  term: string;
  value: ReactNode;
  absence?: string;
}

interface FactListProps {
  facts: readonly Fact[];
}

/** A two-column definition list. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="fact-list">
      {facts.map(({ term, value, absence = 'unknown' }) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{value ?? <span className="text-muted">{absence}</span>}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
