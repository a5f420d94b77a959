/**
 * The collectors of an agent with their state. Those that do not work come first, because they explain gaps.
 */
interface Collector {
  name: string;
  state: string;
  reason?: string | null;
}

interface CollectorListProps {
  collectors: readonly Collector[];
}

/** Name, state and reason of each. */
export function CollectorList({ collectors }: CollectorListProps) {
  if (collectors.length === 0) return <p className="text-muted">The agent did not name its collectors.</p>;
  const broken = collectors.filter(({ state }) => state !== 'OK');
  const working = collectors.filter(({ state }) => state === 'OK');
  return (
    <>
      <p className="mb-2 text-muted">
        {working.length} of {collectors.length} collect.
      </p>
      <ul>
        {[...broken, ...working].map(({ name, state, reason }) => (
          <li key={name} className="collector" data-state={state}>
            <span className="font-mono">{name}</span>
            <span>{state.toLowerCase()}</span>
            {reason ? <span className="basis-full text-muted">{reason}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
