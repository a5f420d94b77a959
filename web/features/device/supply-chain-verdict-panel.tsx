'use client';
/** What is thought of a device's supply chain and why: violations first, each with its way into the inbox. */
import Link from 'next/link';
import { useState } from 'react';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AcceptAgentDialog } from './accept-agent-dialog.tsx';
import { AcceptBaselineDialog } from './accept-baseline-dialog.tsx';
import type { SupplyChainFacts } from './supply-chain-fragment.ts';
import { canBeAccepted, findingWords, verdictWords } from './supply-chain-words.ts';
import { useRoleBlock } from './use-role-block.ts';
import { VerdictBadge } from './verdict-badge.tsx';

const SupplyChainVerdictPanel_AttentionQuery = graphql(`
  query SupplyChainVerdictPanel_AttentionQuery {
    attentionQueue(first: 200) {
      edges {
        node {
          id
          key
          kind
          scope {
            deviceId
          }
        }
      }
    }
  }
`);

interface SupplyChainVerdictPanelProps {
  device: { id: string; name: string };
  chain: SupplyChainFacts;
  onChanged: () => void;
}

/** The verdict, the findings, and the baseline where a person can accept one. */
export function SupplyChainVerdictPanel({ device, chain, onChanged }: SupplyChainVerdictPanelProps) {
  const { verdict, reasons, judgedAt, reportedAt } = chain;
  const itemOf = useAttentionItems(device.id);
  const [accepting, setAccepting] = useState<'baseline' | 'agent' | null>(null);
  const whyNotAccept = useRoleBlock('OPERATOR', 'SECURITY_ANALYST');
  return (
    <Panel title="Verdict" aside={<Age at={reportedAt} />}>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <VerdictBadge verdict={verdict} />
          <span>{verdictWords[verdict].meaning}</span>
          <span className="text-xs text-muted">
            <Age at={judgedAt} prefix="so since" />
          </span>
        </p>
        {reasons.length > 0 && (
          <ul aria-label="What was found" className="flex flex-col gap-2">
            {reasons.map(({ code, isViolation, subject, detail }) => (
              <li
                key={`${code} ${subject}`}
                className={`border-l-[3px] pl-2 ${isViolation ? 'border-solid border-quarantined' : 'border-dotted border-muted'}`}
              >
                <p>
                  {findingWords[code]}: <span className="font-medium">{subject}</span>
                </p>
                <p className="text-xs text-muted">
                  <code className="figures">{code}</code> {detail}{' '}
                  {isViolation && (
                    <Link href={inboxHref(itemOf(code))} className="text-accent underline">
                      In the inbox<span className="sr-only">: {code}</span>
                    </Link>
                  )}
                </p>
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap gap-2">
          {reasons.some(({ code }) => canBeAccepted(code)) && (
            <Button disabledBecause={whyNotAccept} onClick={() => setAccepting('baseline')}>
              Accept it as it is now…
            </Button>
          )}
          {reasons.some(({ code }) => code === 'AGENT_BINARY_UNKNOWN') && (
            <Button disabledBecause={whyNotAccept} onClick={() => setAccepting('agent')}>
              Accept its agent…
            </Button>
          )}
        </div>
      </div>
      {accepting === 'baseline' && (
        <AcceptBaselineDialog {...{ device, chain }} onClose={() => setAccepting(null)} onAccepted={onChanged} />
      )}
      {accepting === 'agent' && (
        <AcceptAgentDialog attestation={chain.attestation} onClose={() => setAccepting(null)} onAccepted={onChanged} />
      )}
    </Panel>
  );
}

/** The open item about a finding on a device, where the queue has one; without an answer there is none. */
function useAttentionItems(deviceId: string): (code: string) => string | undefined {
  const { data } = useLiveQuery(SupplyChainVerdictPanel_AttentionQuery, {});
  const items = data?.attentionQueue.edges.map(({ node }) => node) ?? [];
  const own = items.filter(({ kind, scope }) => kind === 'SUPPLY_CHAIN_VIOLATION' && scope.deviceId === deviceId);
  return (code) => own.find(({ key }) => key.endsWith(`:${code}`))?.id;
}

function inboxHref(itemId: string | undefined): string {
  return itemId === undefined ? '/inbox' : `/inbox?peek=${itemId}`;
}
