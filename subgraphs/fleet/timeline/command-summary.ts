/** Each fact about a command as a sentence for people, in the history of the device that it is for. */
import type { CommandEvent, CommandKind, ExpiryReason } from '../command/events.ts';

/** The sentence for one fact; undefined for facts of other kinds. */
export function commandSummaryOf(fact: CommandEvent): string | undefined {
  switch (fact.type) {
    case 'CommandQueued':
      return `Ordered to ${wordsOf(fact.data.kind)}: ${fact.data.reason}`;
    case 'CommandDelivered': {
      const { kind, attempt } = fact.data;
      return `The order to ${wordsOf(kind)} was handed over${attempt > 1 ? ` again (${attempt} times by now)` : ''}.`;
    }
    case 'CommandAcknowledged':
      return `Has the order to ${wordsOf(fact.data.kind)} and will do it.`;
    case 'CommandApplied':
      return `Did the order to ${wordsOf(fact.data.kind)}${exitOf(fact.data.exitCode)}.`;
    case 'CommandFailed':
      return `Did not do the order to ${wordsOf(fact.data.kind)}${exitOf(fact.data.exitCode)}: ${fact.data.reason}`;
    case 'CommandExpired':
      return `The order to ${wordsOf(fact.data.kind)} ran out: ${expiries[fact.data.reason]}.`;
    case 'CommandCancelRequested':
      return `Asked to stop the order to ${wordsOf(fact.data.kind)}: ${fact.data.reason}`;
    case 'CommandCancelled':
      return `The order to ${wordsOf(fact.data.kind)} was cancelled: ${fact.data.reason}`;
    case 'CommandReportedLate':
      return `Told late how the order to ${wordsOf(fact.data.kind)} ended: ${fact.data.outcome.toLowerCase()}.`;
    default:
      return undefined;
  }
}

const expiries: Readonly<Record<ExpiryReason, string>> = {
  NOT_DELIVERED: 'it was never handed over',
  NOT_ACKNOWLEDGED: 'it was handed over and nobody knows whether it arrived',
  NOT_REPORTED: 'the device had it and nobody knows how it ended',
};

function wordsOf(kind: CommandKind): string {
  return kind === 'EXEC' ? 'run a runbook' : kind.toLowerCase().replaceAll('_', ' ');
}

function exitOf(exitCode: number | null): string {
  return exitCode === null ? '' : ` (exit status ${exitCode})`;
}
