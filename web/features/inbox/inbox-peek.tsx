'use client';
/**
 * One item from close: what is the matter, how its score came about, what shows it, what it has taken in, and the way to
 * the place where something can be done.
 */
import Link from 'next/link';
import { graphql } from '../../gql/gql.ts';
import { getFragmentData } from '../../gql/fragment-masking.ts';
import { describeFailure } from '../../live/describe-failure.ts';
import { useLiveFeed } from '../../live/use-live-feed.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { Age } from '../../ui/age.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Failed } from '../../ui/failed.tsx';
import { PeekPanel } from '../../ui/peek-panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import {
  type AttentionFacts,
  AttentionRow_ItemFragment,
  isQueued,
  severityWord,
  stateWords,
} from './attention-item.ts';
import { placeOfAction, placeOfEvidence } from './attention-places.ts';
import { MemberList } from './member-list.tsx';
import { ScoreBreakdown } from './score-breakdown.tsx';
import type { VerdictKind } from './use-triage.ts';
import { VerdictBar } from './verdict-bar.tsx';

const InboxPeek_ItemQuery = graphql(`
  query InboxPeek_ItemQuery($id: ID!) {
    attentionItem(id: $id) {
      ...AttentionRow_ItemFragment
      id
      occurrence
      reason
      mergedInto {
        id
        title
      }
      terms {
        name
        weight
        value
        contribution
      }
      evidence {
        label
        kind
        ref
      }
      members(first: 50) {
        edges {
          node {
            ...MemberList_ItemFragment
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

const InboxPeek_ChangesSubscription = graphql(`
  subscription InboxPeek_ChangesSubscription {
    attentionChanged {
      items {
        id
      }
    }
  }
`);

interface InboxPeekProps {
  itemId: string;
  whyNot: string | undefined;
  isBusy: boolean;
  onAsk: (kind: VerdictKind) => void;
  onPeek: (id: string) => void;
  onClose: () => void;
}

/** The panel beside the list. */
export function InboxPeek({ itemId, whyNot, isBusy, onAsk, onPeek, onClose }: InboxPeekProps) {
  const { data, error, retry } = useLiveQuery(InboxPeek_ItemQuery, { id: itemId });
  useLiveFeed(
    InboxPeek_ChangesSubscription,
    {},
    {
      onMessage: ({ attentionChanged: { items } }) => {
        if (items.some(({ id }) => id === itemId)) retry();
      },
    },
  );
  const item = data?.attentionItem;
  const facts = item ? getFragmentData(AttentionRow_ItemFragment, item) : undefined;
  return (
    <PeekPanel title={facts?.title ?? 'Item'} subtitle={facts && <Subtitle facts={facts} />} onClose={onClose}>
      {item && facts ? (
        <div className="flex flex-col gap-5">
          <NextStep facts={facts} batchId={item.evidence.find(({ kind }) => kind === 'BATCH')?.ref} />
          <VerdictBar
            count={1}
            isBusy={isBusy}
            whyNot={whyNot ?? (isQueued(facts.state) || facts.state === 'SNOOZED' ? undefined : finalWords(facts))}
            onAsk={onAsk}
          />
          <WhatWasSaid facts={facts} reason={item.reason} mergedInto={item.mergedInto} onPeek={onPeek} />
          <Section title="Why this score">
            <ScoreBreakdown terms={item.terms} score={facts.score} />
          </Section>
          <Section title="What shows it">
            <Evidence evidence={item.evidence} facts={facts} />
          </Section>
          {item.members.edges.length > 0 && (
            <Section title="What it has taken in">
              <MemberList items={item.members.edges.map(({ node }) => node)} onPeek={onPeek} />
              {item.members.pageInfo.hasNextPage && <p className="mt-1 text-muted">And more.</p>}
            </Section>
          )}
        </div>
      ) : error !== undefined ? (
        <Failed what="The item" {...describeFailure(error)} onRetry={retry} />
      ) : item === null ? (
        <p className="text-muted">There is no such item: it belongs to another tenant, or it came back as a new one.</p>
      ) : (
        <Skeleton height={420} label="Loading the item" />
      )}
    </PeekPanel>
  );
}

function Subtitle({ facts: { severity, score, state, since, updatedAt, devices } }: { facts: AttentionFacts }) {
  return (
    <span className="severity-bar pl-2" data-severity={severity}>
      <span className="figures text-ink">{score}</span> {severityWord[severity]} · {stateWords[state]} ·{' '}
      {devices === 1 ? '1 device' : `${devices} devices`} · began <Age at={since} prefix="" /> · changed{' '}
      <Age at={updatedAt} prefix="" />
    </span>
  );
}

function NextStep({ facts, batchId }: { facts: AttentionFacts; batchId: string | undefined }) {
  const { scope, nextAction } = facts;
  const place = placeOfAction(nextAction, { deviceId: scope.deviceId, domainSlug: scope.domain?.slug, batchId });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-1 basis-60">{nextAction.words}</p>
      {place && (
        <ButtonLink tone="primary" href={place.href}>
          {place.label}
        </ButtonLink>
      )}
    </div>
  );
}

interface WhatWasSaidProps {
  facts: AttentionFacts;
  reason: string | null | undefined;
  mergedInto: { id: string; title: string } | null | undefined;
  onPeek: (id: string) => void;
}

function WhatWasSaid({ facts: { owner, snoozedUntil, endedAt, scope }, reason, mergedInto, onPeek }: WhatWasSaidProps) {
  return (
    <dl className="inbox-facts">
      <dt>Scope</dt>
      <dd>{[scope.domain?.name, scope.device?.name].filter(Boolean).join(' / ') || 'the whole fleet'}</dd>
      <dt>Owner</dt>
      <dd>{owner?.name ?? <span className="text-muted">nobody yet</span>}</dd>
      {snoozedUntil && (
        <>
          <dt>Back</dt>
          <dd className="figures">{new Date(snoozedUntil).toLocaleString('sv-SE')}, sooner if it grows worse</dd>
        </>
      )}
      {reason && (
        <>
          <dt>Dismissed</dt>
          <dd>{reason}</dd>
        </>
      )}
      {mergedInto && (
        <>
          <dt>Merged into</dt>
          <dd>
            <button type="button" className="text-left text-accent" onClick={() => onPeek(mergedInto.id)}>
              {mergedInto.title}
            </button>
          </dd>
        </>
      )}
      {endedAt && (
        <>
          <dt>Ended</dt>
          <dd>
            <Age at={endedAt} prefix="" />
          </dd>
        </>
      )}
    </dl>
  );
}

interface EvidenceProps {
  evidence: readonly { label: string; kind: Parameters<typeof placeOfEvidence>[0]['kind']; ref: string }[];
  facts: AttentionFacts;
}

function Evidence({ evidence, facts: { scope } }: EvidenceProps) {
  return (
    <ul className="flex flex-col">
      {evidence.map((each) => {
        const href = placeOfEvidence(each, { deviceId: scope.deviceId, domainSlug: scope.domain?.slug });
        const label = evidenceLabel(each, scope.domain?.name);
        return (
          <li key={`${each.kind} ${each.ref}`} className="min-h-7 py-1">
            {href === null ? (
              <span>
                {label} <code className="figures text-muted">{each.ref}</code>
              </span>
            ) : (
              <Link href={href} className="text-accent underline-offset-2 hover:underline">
                {label}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function evidenceLabel({ kind, label }: EvidenceProps['evidence'][number], domainName: string | undefined): string {
  if (kind === 'DOMAIN' && domainName !== undefined) return `Domain ${domainName}`;
  return kind === 'LOCATION' ? 'Devices at its location' : label;
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}

function finalWords({ state }: AttentionFacts): string {
  return `The item is ${stateWords[state]}; that is final. If its cause comes back, it is a new item.`;
}
