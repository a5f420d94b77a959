'use client';
/** What anyone may see: counts of the tenants that publish them, nothing that names a device. No account is needed. */
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { followTheme } from '../../ui/theme.ts';
import { Spectrum_Fragment } from '../overview/spectrum-facts.ts';
import { StatusBoardHead } from './status-board-head.tsx';
import { TenantBoard } from './tenant-board.tsx';

const READ_EVERY_MS = 5_000;

const StatusBoard_Query = graphql(`
  query StatusBoard_StatusBoardQuery {
    statusBoard {
      tenantName
      spectrum {
        ...Spectrum_SpectrumFragment
      }
    }
  }
`);

/** Read every five seconds: a stranger gets no live feed. `?wall=1` is for a screen on a wall. */
export function StatusBoard() {
  const [wall] = useQueryState('wall', parseAsString);
  const [{ data, error }, read] = useQuery({
    query: StatusBoard_Query,
    variables: {},
    requestPolicy: 'cache-and-network',
  });
  useEffect(() => followTheme(), []);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) read({ requestPolicy: 'network-only' });
    }, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [read]);

  const boards = data?.statusBoard.map(({ tenantName, spectrum }) => ({
    tenantName,
    spectrum: getFragmentData(Spectrum_Fragment, spectrum),
  }));
  const isWall = wall === '1';
  return (
    <main className={`mx-auto min-h-dvh p-4 ${isWall ? 'max-w-none sm:p-8' : 'max-w-[1200px]'}`}>
      <StatusBoardHead {...{ isWall }} hasFailed={error !== undefined && boards !== undefined} />
      {boards ? (
        boards.length === 0 ? (
          <Empty title="No tenant publishes its board">
            A tenant administrator can publish the counts of a tenant.
          </Empty>
        ) : (
          <div className="flex flex-col gap-4">
            {boards.map((board) => (
              <TenantBoard key={board.tenantName} {...board} isWall={isWall} />
            ))}
          </div>
        )
      ) : error ? (
        <Failed what="The status board" height={220} onRetry={() => read()} {...describeFailure(error)} />
      ) : (
        <Skeleton height={220} label="Loading the status board" />
      )}
    </main>
  );
}
