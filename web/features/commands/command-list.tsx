'use client';
/** Commands as a list whose rows open: what was wanted and where it is, and below it everything that is known of it. */
import Link from 'next/link';
import { useState } from 'react';
import { useScopedHref } from '../../live/scope.ts';
import { Age } from '../../ui/age.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { CommandFacts } from './command-fragment.ts';
import { CommandDetails } from './command-details.tsx';
import { kindWords, stageReasonText } from './command-words.ts';
import { StageBadge } from './stage-badge.tsx';

interface CommandListProps {
  commands: readonly CommandFacts[];
  /** Whether each row names its device. */
  hasDevice?: boolean;
}

/** One open row at a time is enough to read. */
export function CommandList({ commands, hasDevice = false }: CommandListProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <ul aria-label="Commands" className="rounded border border-line bg-panel">
      {commands.map((command) => (
        <CommandItem
          key={command.id}
          {...{ command, hasDevice }}
          isOpen={command.id === openId}
          onToggle={() => setOpenId(command.id === openId ? null : command.id)}
        />
      ))}
    </ul>
  );
}

interface CommandItemProps {
  command: CommandFacts;
  hasDevice: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

function CommandItem({ command, hasDevice, isOpen, onToggle }: CommandItemProps) {
  const href = useScopedHref();
  const { id, kind, state, stageReason, cancelRequestedAt, queuedAt, device } = command;
  const isStopping = cancelRequestedAt !== null && (state === 'DELIVERED' || state === 'ACKED');
  const note = isStopping ? 'the device was told to stop' : stageReasonText(stageReason);
  return (
    <li className="border-b border-line last:border-0">
      <div className="flex min-h-9 items-center gap-3 px-3 hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={`command-${id}`}
          onClick={onToggle}
          className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-left"
        >
          <span aria-hidden="true" className={isOpen ? '' : '-rotate-90'}>
            <Icon name="chevron" size={12} />
          </span>
          <span className="min-w-0 truncate font-medium">{titleOf(command)}</span>
          <StageBadge stage={state} />
          {note !== null && <span className="min-w-0 truncate text-xs text-muted">{note}</span>}
          <span className="sr-only">{kindWords[kind].meaning}</span>
        </button>
        {hasDevice && device && (
          <Link
            href={href(`/devices/${device.id}?tab=commands`)}
            className="min-w-0 truncate text-accent hover:underline"
          >
            {device.name}
          </Link>
        )}
        <span className="text-xs text-muted max-sm:hidden">
          <Age at={queuedAt} prefix="" />
        </span>
      </div>
      <div id={`command-${id}`}>{isOpen && <CommandDetails command={command} />}</div>
    </li>
  );
}

/** "Restart a service: nginx": the kind, and the one thing of its payload that tells it from others of its kind. */
function titleOf({ kind, payload }: Pick<CommandFacts, 'kind' | 'payload'>): string {
  const { label } = kindWords[kind];
  const given = (payload ?? {}) as Record<string, unknown>;
  const what = given['service'] ?? given['channel'] ?? given['name'];
  return typeof what === 'string' ? `${label}: ${what}` : label;
}
