/** The journal of a device as it was taken over: what happened while nobody heard it, and what is said to its decisions. */
import type { DecisionVerdict } from '../../gql/graphql.ts';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { InstantText } from './instant-text.tsx';
import type { JournalFacts } from './use-journal.ts';

/** One row per record; a hole the device declared is a row too. */
export function JournalList({ entries }: { entries: readonly JournalFacts[] }) {
  return (
    <Table label="Records of the journal">
      <thead>
        <tr>
          <HeadCell align="right">Record</HeadCell>
          <HeadCell>Class</HeadCell>
          <HeadCell>What happened</HeadCell>
          <HeadCell>Verdict</HeadCell>
          <HeadCell>Device’s clock</HeadCell>
          <HeadCell>Taken over</HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Cell align="right" figures>
              <span title={`Epoch ${entry.epoch}`}>
                {entry.seq}
                {entry.toSeq > entry.seq ? `–${entry.toSeq}` : ''}
              </span>
            </Cell>
            <Cell>{entry.isDropped ? 'hole' : entry.class?.toLowerCase()}</Cell>
            <Cell>
              {entry.isDropped ? (
                <span className="hatch rounded-sm px-1">let go by the device: {entry.kind}</span>
              ) : (
                <details>
                  <summary className="figures">{entry.kind}</summary>
                  <pre className="timeline-data max-w-[560px] whitespace-pre-wrap">{readable(entry.body)}</pre>
                  <p className="figures text-muted">{entry.place}</p>
                </details>
              )}
            </Cell>
            <Cell>{entry.verdict ? <Verdict verdict={entry.verdict} because={entry.because} /> : '–'}</Cell>
            <Cell>{entry.deviceAt ? <InstantText at={entry.deviceAt} /> : 'shows no date'}</Cell>
            <Cell>
              <InstantText at={entry.recordedAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

const words: Readonly<Record<DecisionVerdict, string>> = {
  PERMITTED: 'permitted',
  CONFLICT: 'in conflict',
  UNAUTHORISED: 'not authorised',
};

/** Told apart by the shape of its bar as well as by its word. */
function Verdict({ verdict, because }: { verdict: DecisionVerdict; because?: string | null | undefined }) {
  return (
    <span className="verdict-mark" data-verdict={verdict}>
      {words[verdict]}
      {because ? <span className="text-muted">: {because}</span> : ''}
    </span>
  );
}

function readable(body: string | null | undefined): string {
  if (!body) return '';
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // The device wrote it; what is no JSON is shown as it came.
    return body;
  }
}
