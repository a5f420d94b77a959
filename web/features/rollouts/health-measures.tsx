/** How the devices of a wave are by each measure: before their update, since, and their like that were not touched. */
import { formatValue } from '../../charts/format-value.ts';
import type { HealthMeasureVerdict } from '../../gql/graphql.ts';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import type { WaveDetail } from './use-rollout.ts';

/** Nothing where nothing is measured. */
export function HealthMeasures({ wave }: { wave: WaveDetail }) {
  if (wave.health.length === 0) return null;
  const isSettled = wave.health.every(({ verdict }) => verdict === 'PASS' || verdict === 'UNMEASURED');
  return (
    <details className="mt-2" open={!isSettled}>
      <summary className="w-fit rounded text-xs hover:text-accent">
        <span className="font-medium">Health</span> <span className="text-muted">{summaryOf(wave)}</span>
      </summary>
      <div className="mt-1 rounded border border-line">
        <Table label={`Health of wave ${wave.index + 1}`}>
          <thead>
            <tr>
              <HeadCell>Measure</HeadCell>
              <HeadCell>Verdict</HeadCell>
              <HeadCell align="right">Before</HeadCell>
              <HeadCell align="right">Since</HeadCell>
              <HeadCell align="right">Their like</HeadCell>
              <HeadCell align="right">Worse from</HeadCell>
              <HeadCell>Why</HeadCell>
            </tr>
          </thead>
          <tbody>
            {wave.health.map(
              ({ name, unit, before, after, control, limit, verdict, reason, devices, controlDevices }) => (
                <Row key={name}>
                  <Cell>{name.replaceAll('_', ' ')}</Cell>
                  <Cell>
                    <VerdictBadge verdict={verdict} />
                  </Cell>
                  {[before, after, control, limit].map((value, at) => (
                    // The four numbers have no identity but their column.
                    // oxlint-disable-next-line react/no-array-index-key
                    <Cell key={at} align="right" figures>
                      {value === null ? '–' : formatValue(value, unit)}
                    </Cell>
                  ))}
                  <Cell>
                    <span
                      className="block max-w-80 truncate"
                      title={`${reason} ${devices} devices of the wave, ${controlDevices} like them`}
                    >
                      {reason}
                    </span>
                  </Cell>
                </Row>
              ),
            )}
          </tbody>
        </Table>
      </div>
    </details>
  );
}

/** "9 pass, 1 not measured". */
function summaryOf({ health }: WaveDetail): string {
  return Object.entries(looks)
    .map(([verdict, { word }]) => ({ word, count: health.filter((measure) => measure.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word.toLowerCase()}`)
    .join(', ');
}

const looks: Readonly<Record<HealthMeasureVerdict, { word: string; color: string; drawing: string }>> = {
  PASS: { word: 'Pass', color: 'live', drawing: 'm2.5 8.5 3.6 3.6L13.5 4' },
  FAIL: { word: 'Fail', color: 'replaying', drawing: 'm3.5 3.5 9 9m0-9-9 9' },
  INCONCLUSIVE: { word: 'Inconclusive', color: 'disconnected', drawing: 'M6 6a2 2 0 1 1 2.6 1.9V9.5M8 12.5h.01' },
  UNMEASURED: { word: 'Not measured', color: 'disconnected', drawing: 'M3 8h10' },
};

function VerdictBadge({ verdict }: { verdict: HealthMeasureVerdict }) {
  const { word, drawing } = looks[verdict];
  const color = `var(--color-${looks[verdict].color})`;
  return (
    <Badge color={color} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}
