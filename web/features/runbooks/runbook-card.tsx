'use client';
/** One runbook: its name, what its newest version is for, and every version with where it is in its life. */
import { useState } from 'react';
import { useViewer } from '../../live/viewer.tsx';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PersonWords } from '../commands/person-words.tsx';
import { useRoleBlock } from '../device/use-role-block.ts';
import { ApproveRunbookDialog } from './approve-runbook-dialog.tsx';
import { RetireRunbookDialog } from './retire-runbook-dialog.tsx';
import { RunbookDefinition } from './runbook-definition.tsx';
import type { RunbookFacts } from './runbook-fragment.ts';
import { RunbookStageBadge } from './runbook-stage-badge.tsx';

interface RunbookCardProps {
  /** The newest first. */
  versions: readonly RunbookFacts[];
  onChanged: () => void;
  /** Write the next version, beginning with this one. */
  onWrite: (before: RunbookFacts) => void;
}

/** A panel with a line per version. */
export function RunbookCard({ versions, onChanged, onWrite }: RunbookCardProps) {
  const [newest] = versions;
  const whyNotOperate = useRoleBlock('OPERATOR');
  if (newest === undefined) return null;
  return (
    <Panel
      title={newest.name}
      flush
      aside={
        <Button disabledBecause={whyNotOperate} onClick={() => onWrite(newest)}>
          New version…
        </Button>
      }
    >
      {newest.description !== '' && <p className="border-b border-line px-3 py-2 text-muted">{newest.description}</p>}
      <ul aria-label={`Versions of ${newest.name}`}>
        {versions.map((version) => (
          <VersionItem key={version.version} version={version} onChanged={onChanged} />
        ))}
      </ul>
    </Panel>
  );
}

function VersionItem({ version: facts, onChanged }: { version: RunbookFacts; onChanged: () => void }) {
  const [isOpen, setIsOpen] = useState(facts.stage === 'DRAFT');
  const [asking, setAsking] = useState<'approve' | 'retire' | null>(null);
  const { user } = useViewer();
  const whyNotOperate = useRoleBlock('OPERATOR');
  const whyNotRole = useRoleBlock(facts.requiredRole);
  const isOwn = facts.author === `user:${user.id}`;
  const whyNotApprove = isOwn ? 'You wrote this version; another person must approve it.' : undefined;
  const { version, stage, author, registeredAt, approvedAt, approvedBy, retiredAt, retireReason } = facts;
  return (
    <li className="border-b border-line last:border-0">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="figures rounded px-1 font-medium hover:bg-hover"
        >
          v{version}
          <span className="sr-only"> of {facts.name}, definition</span>
        </button>
        <RunbookStageBadge stage={stage} />
        <span className="min-w-0 text-xs text-muted">
          written by <PersonWords actor={author} person={facts.authorUser} /> <Age at={registeredAt} prefix="" />
          {approvedAt !== null && approvedBy !== null && (
            <>
              {' · approved by '}
              <PersonWords actor={approvedBy} person={facts.approvedByUser} /> <Age at={approvedAt} prefix="" />
            </>
          )}
          {retiredAt !== null && (
            <>
              {' · retired '}
              <Age at={retiredAt} prefix="" />: {retireReason}
            </>
          )}
        </span>
        <span className="ml-auto flex gap-2">
          {stage === 'DRAFT' && (
            <Button
              tone="primary"
              disabledBecause={whyNotOperate ?? whyNotRole ?? whyNotApprove}
              onClick={() => setAsking('approve')}
            >
              Approve…
            </Button>
          )}
          {stage !== 'RETIRED' && (
            <Button disabledBecause={whyNotOperate} onClick={() => setAsking('retire')}>
              Retire…
            </Button>
          )}
        </span>
      </div>
      {isOpen && (
        <div className="border-t border-line bg-bg px-3 py-3">
          <RunbookDefinition runbook={facts} />
        </div>
      )}
      {asking === 'approve' && (
        <ApproveRunbookDialog runbook={facts} onClose={() => setAsking(null)} onDone={onChanged} />
      )}
      {asking === 'retire' && (
        <RetireRunbookDialog runbook={facts} onClose={() => setAsking(null)} onDone={onChanged} />
      )}
    </li>
  );
}
