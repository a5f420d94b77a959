/** Every return of the device, newest first: sessions that broke off stay in sight, since the next one went on from there. */
import { durationText } from '../../ui/age-text.ts';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { InstantText } from './instant-text.tsx';
import { endWords, progressOf, type ReplayFacts } from './replay-session-fragment.ts';

/** One row per session. */
export function ReplaySessions({ sessions }: { sessions: readonly ReplayFacts[] }) {
  return (
    <Table label="Sessions of the return protocol">
      <thead>
        <tr>
          <HeadCell align="right">Lock</HeadCell>
          <HeadCell>Opened</HeadCell>
          <HeadCell align="right">Lasted</HeadCell>
          <HeadCell align="right">Records</HeadCell>
          <HeadCell align="right">Permitted</HeadCell>
          <HeadCell align="right">Conflicts</HeadCell>
          <HeadCell align="right">Not authorised</HeadCell>
          <HeadCell align="right">Dropped</HeadCell>
          <HeadCell>How it ended</HeadCell>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => {
          const { total, accepted } = progressOf(session);
          return (
            <Row key={session.id}>
              <Cell align="right" figures>
                {session.sessionEpoch}
              </Cell>
              <Cell>
                <InstantText at={session.openedAt} />
              </Cell>
              <Cell align="right" figures>
                {session.endedAt ? durationText(Date.parse(session.endedAt) - Date.parse(session.openedAt)) : 'lasts'}
              </Cell>
              <Cell align="right" figures>
                {accepted.toLocaleString('en')} / {total.toLocaleString('en')}
              </Cell>
              <Cell align="right" figures>
                {session.permitted}
              </Cell>
              <Cell align="right" figures>
                {session.conflicts}
              </Cell>
              <Cell align="right" figures>
                {session.unauthorised}
              </Cell>
              <Cell align="right" figures>
                {session.dropped}
              </Cell>
              <Cell>{endWords(session)}</Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
