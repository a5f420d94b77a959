/** Devices with what they run of something: links to each, since when, and whether the bytes can be traced. */
import Link from 'next/link';
import type { ResultOf } from '@graphql-typed-document-node/core';
import { graphql } from '../../gql/gql.ts';
import type { SoftwareTrace } from '../../gql/graphql.ts';
import { Age } from '../../ui/age.tsx';
import { Badge, LineGlyph } from '../../ui/badge.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';

/** One thing that one device runs. */
export const DeviceSoftwareTable_SoftwareFragment = graphql(`
  fragment DeviceSoftwareTable_SoftwareFragment on DeviceSoftware {
    name
    version
    digest
    since
    trace
    artifact {
      id
    }
    device {
      id
      name
    }
  }
`);

/** The facts of one row. */
export type DeviceSoftwareFacts = ResultOf<typeof DeviceSoftwareTable_SoftwareFragment>;

interface DeviceSoftwareTableProps {
  label: string;
  rows: readonly DeviceSoftwareFacts[];
  /** Whether all rows are of one device, which then need not be named. */
  isOfOneDevice?: boolean;
}

/** One row per device and thing it runs. */
export function DeviceSoftwareTable({ label, rows, isOfOneDevice = false }: DeviceSoftwareTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          {!isOfOneDevice && <HeadCell>Device</HeadCell>}
          <HeadCell>Runs</HeadCell>
          <HeadCell>Version</HeadCell>
          <HeadCell>Traced</HeadCell>
          <HeadCell align="right">Since</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ device, name, version, trace, since, artifact }) => (
          <Row key={`${device.id} ${name}`}>
            {!isOfOneDevice && (
              <Cell>
                <Link
                  data-row-link
                  href={`/devices/${device.id}?tab=supply-chain`}
                  className="py-1 font-medium text-accent hover:underline"
                >
                  {device.name}
                </Link>
              </Cell>
            )}
            <Cell>
              {artifact === null ? (
                name
              ) : (
                <Link href={`/artifacts/${artifact.id}`} className="py-1 text-accent hover:underline">
                  {name}
                </Link>
              )}
            </Cell>
            <Cell figures>{version}</Cell>
            <Cell>
              <TraceBadge trace={trace} />
            </Cell>
            <Cell align="right">
              <Age at={since} prefix="" />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Whether bytes that run can be traced to somebody who vouches for them. */
export function TraceBadge({ trace }: { trace: SoftwareTrace }) {
  const { word, meaning, drawing } = traces[trace];
  const color = `var(--color-${traces[trace].color})`;
  return (
    <Badge color={color} title={meaning} glyph={<LineGlyph color={color} drawing={drawing} />}>
      {word}
    </Badge>
  );
}

const traces: Readonly<Record<SoftwareTrace, { word: string; meaning: string; color: string; drawing: string }>> = {
  TRACED: {
    word: 'Traced',
    meaning: 'They are a verified artifact of the tenant.',
    color: 'live',
    drawing: 'm2.5 8.5 3.6 3.6L13.5 4',
  },
  UNVERIFIED: {
    word: 'Not verified',
    meaning: 'They are an artifact that nobody vouches for, or not any more.',
    color: 'quarantined',
    drawing: 'm4 4 8 8m0-8-8 8',
  },
  WITHDRAWN: {
    word: 'Withdrawn',
    meaning: 'They are an artifact that nobody should begin to use.',
    color: 'replaying',
    drawing: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 12l8-8',
  },
  UNKNOWN: {
    word: 'Unknown bytes',
    meaning: 'They are no artifact of the tenant.',
    color: 'disconnected',
    drawing: 'M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.7M8 13h.01',
  },
};
