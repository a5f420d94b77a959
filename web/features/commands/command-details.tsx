'use client';
/** Everything that is known of one command: its life, why, with what, what came of it, what it printed; and its cancel. */
import { durationText } from '../../ui/age-text.ts';
import { Age } from '../../ui/age.tsx';
import { FactList } from '../device/fact-list.tsx';
import { InstantText } from '../device/instant-text.tsx';
import { CancelCommand } from './cancel-command.tsx';
import type { CommandFacts } from './command-fragment.ts';
import { CommandLife } from './command-life.tsx';
import { CommandOutput } from './command-output.tsx';
import { isOver, stageWords } from './command-words.ts';
import { PayloadWords } from './payload-words.tsx';

/** The open part of a row. */
export function CommandDetails({ command }: { command: CommandFacts }) {
  const { id, state, report, lateReport } = command;
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-bg px-3 py-3">
      <CommandLife command={command} />
      {lateReport && (
        <p className="border-l-2 border-returning pl-2">
          After it had been given up, the device said that it is {stageWords[lateReport.outcome].word.toLowerCase()}.
        </p>
      )}
      <div className="grid grid-cols-1 items-start gap-x-6 gap-y-3 lg:grid-cols-2">
        <FactList facts={orderFacts(command)} />
        <FactList facts={reportFacts(command)} />
      </div>
      {report && report.outputBytes > 0 && <CommandOutput commandId={id} isCut={report.outputTruncated} />}
      {!isOver(state) && <CancelCommand command={command} />}
    </div>
  );
}

function orderFacts(command: CommandFacts) {
  const { id, reason, issuedBy, issuedByUser, payload, delivery, expiresAt, authorityId, authorityEpoch } = command;
  return [
    { term: 'Reason', value: reason },
    { term: 'Issued by', value: issuedByUser?.name ?? issuedBy },
    { term: 'With', value: <PayloadWords payload={payload} /> },
    {
      term: 'Delivery',
      value: delivery === 'AT_MOST_ONCE' ? 'at most once' : 'until acknowledged, done once',
    },
    { term: 'Expires', value: <InstantText at={expiresAt} /> },
    {
      term: 'Authority',
      value: <code className="figures">{`${authorityId}, epoch ${authorityEpoch}`}</code>,
    },
    {
      term: 'Id',
      value: <code className="figures break-all select-all">{id}</code>,
    },
  ];
}

function reportFacts({ attempts, report, cancelRequestedAt, endedAt }: CommandFacts) {
  const began = report?.startedAtMs ?? null;
  const ended = report?.finishedAtMs ?? null;
  return [
    {
      term: 'Handed over',
      value: attempts === 0 ? null : attempts === 1 ? 'once' : `${attempts} times`,
      absence: 'not yet',
    },
    {
      term: 'Exit status',
      value: report?.exitCode ?? null,
      absence: report ? 'no program ran' : 'not reported',
    },
    {
      term: 'Took',
      value: began !== null && ended !== null ? durationText(Math.max(0, ended - began)) : null,
      absence: 'not reported',
    },
    {
      term: 'In part',
      value: report?.partial ?? null,
      absence: 'all or nothing',
    },
    {
      term: 'Cancel asked',
      value: cancelRequestedAt === null ? null : <Age at={cancelRequestedAt} prefix="" />,
      absence: 'no',
    },
    {
      term: 'Ended',
      value: endedAt === null ? null : <Age at={endedAt} prefix="" />,
      absence: 'not yet',
    },
  ];
}
