/** How a score came about: one bar per term, as wide as the term could weigh and filled as far as it does. They add up. */

/** One term of the sum. */
interface Term {
  name: string;
  weight: number;
  value: number;
  contribution: number;
}

/** The terms above the line, the score below it. */
export function ScoreBreakdown({ terms, score }: { terms: readonly Term[]; score: number }) {
  const widest = Math.max(1, ...terms.map(({ weight }) => weight));
  const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
  return (
    <table className="score-terms" aria-label="Score, term by term">
      <thead className="sr-only">
        <tr>
          <th scope="col">Term</th>
          <th scope="col">Share of its weight</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {terms.map(({ name, weight, value, contribution }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <span
                role="img"
                aria-label={`${Math.round(value * 100)} % of ${weight}`}
                className="score-track"
                style={{ width: `${(weight / widest) * 100}%` }}
              >
                <span className="score-fill" style={{ width: `${value * 100}%` }} />
              </span>
            </td>
            <td className="figures">
              {contribution.toFixed(1)} <span className="text-muted">of {weight}</span>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Score</th>
          <td className="text-muted">{sum.toFixed(1)}, rounded</td>
          <td className="figures font-semibold">{score}</td>
        </tr>
      </tfoot>
    </table>
  );
}
