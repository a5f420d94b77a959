'use client';
/**
 * What stands above everything else on a device's page while it lasts: it is isolated, somebody may have copied it, it
 * does not work as it should, it is leaving. Each says since when, why, and where to go on.
 */
import Link from 'next/link';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useScopedHref } from '../../live/scope.ts';
import { Age } from '../../ui/age.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { DecommissionNotice } from './decommission-notice.tsx';
import { InstantText } from './instant-text.tsx';

const StandingNotices_DeviceFragment = graphql(`
  fragment StandingNotices_DeviceFragment on Device {
    id
    trust
    quarantine {
      since
      reason
      cause
      evidence
      attempts
      heldItems
      heldBytes
      diverted {
        telemetry
        reports
        events
      }
    }
    clone {
      suspectedAt
      resolvedAt
    }
    reasons {
      code
      detail
    }
    retention {
      retentionClass
      retiredAt
      retainUntil
    }
    ...DecommissionNotice_DeviceFragment
  }
`);

interface StandingNoticesProps {
  device: FragmentType<typeof StandingNotices_DeviceFragment>;
}

/** Nothing for a device that is well. */
export function StandingNotices({ device }: StandingNoticesProps) {
  const facts = getFragmentData(StandingNotices_DeviceFragment, device);
  const href = useScopedHref();
  const { id, trust, quarantine, clone, reasons, retention } = facts;
  // What is known of a quarantine outlives it, where the trust ended altogether.
  const isIsolated = trust === 'QUARANTINED';
  return (
    <>
      {isIsolated && quarantine && (
        <QuarantineNotice quarantine={quarantine} href={href(`/devices/${id}?tab=quarantine`)} />
      )}
      {clone && !clone.resolvedAt && (
        <Notice tone="critical" title="Two agents use the identity of this device">
          Suspected <Age at={clone.suspectedAt} prefix="" />. Nothing that either of them sent is overwritten.{' '}
          <Link href={href(`/devices/${id}`)} className="text-accent underline">
            Compare the instances
          </Link>{' '}
          and decide which one is the device.
        </Notice>
      )}
      {reasons.length > 0 && (
        <Notice tone="warning" title="It works, but not as it should">
          <ul aria-label="Reasons">
            {reasons.map(({ code, detail }) => (
              <li key={code}>
                <span className="text-ink">{reasonWords(code)}</span>: {detail}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <DecommissionNotice device={facts} />
      {retention && (
        <Notice title={`Retired, kept as ${retention.retentionClass.toLowerCase()}`}>
          Retired <InstantText at={retention.retiredAt} />; what is known of it is kept until{' '}
          <InstantText at={retention.retainUntil} /> at least.
        </Notice>
      )}
    </>
  );
}

type Quarantine = {
  since: string;
  reason: string;
  cause: keyof typeof causes;
  evidence?: string | null;
  attempts: number;
  heldItems: number;
  diverted: { telemetry: number; reports: number; events: number };
};

const causes = {
  OPERATOR: 'by a person',
  CLONE: 'because its identity was copied',
  REPLAY: 'because of what its replay showed',
} as const;

function QuarantineNotice({ quarantine, href }: { quarantine: Quarantine; href: string }) {
  const { since, reason, cause, evidence, attempts, diverted } = quarantine;
  const parts = [
    counted(diverted.telemetry, 'batch', 'batches') + ' of telemetry',
    counted(diverted.reports, 'report', 'reports'),
    counted(diverted.events, 'chunk', 'chunks') + ' of its journal',
  ];
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-3 gap-y-1 rounded-sm border-l-[3px] border-solid border-quarantined bg-[color-mix(in_srgb,var(--color-quarantined)_var(--tint),transparent)] px-3 py-2"
    >
      <span className="mt-0.5">
        <StateGlyph state="QUARANTINED" size={14} />
      </span>
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">Quarantined: {reason}</p>
        <p className="text-xs">
          <Age at={since} prefix="" /> {causes[cause]}
          {evidence ? (
            <>
              , evidence <code className="figures">{evidence}</code>
            </>
          ) : null}
          . It may send heartbeats; all else is diverted: {counted(attempts, 'attempt', 'attempts')} so far (
          {parts.join(', ')}).
        </p>
      </div>
      <Link href={href} className="text-sm underline underline-offset-2">
        Review what it sent
      </Link>
    </div>
  );
}

/** A code as people read it: "failing collector". */
export function reasonWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
