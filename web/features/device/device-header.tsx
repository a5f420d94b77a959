'use client';
/**
 * Who this device is and how it is doing, in two lines that stay at the top of its page: name, state with since and
 * reason, how old our knowledge is, and where it belongs.
 */
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { scopedHref, useScope } from '../../live/scope.ts';
import { StateBadge } from '../../ui/state-glyph.tsx';
import { Age } from '../../ui/age.tsx';
import { useShortcuts } from '../../ui/use-shortcuts.ts';
import { DurationSince } from '../devices/duration-since.tsx';
import { displayStateOf } from '../../live/display-state.ts';
import { LabelList } from '../devices/label-list.tsx';
import { DeviceActions } from './device-actions.tsx';

const DeviceHeader_DeviceFragment = graphql(`
  fragment DeviceHeader_DeviceFragment on Device {
    id
    name
    kind
    trust
    phase
    stateSince
    stateReason
    channel
    labels {
      key
      value
    }
    domain {
      id
      name
      slug
    }
    location {
      id
      name
      timeZone
    }
    connectivity {
      mode
      since
      lastSeenAt
    }
    ...DeviceActions_DeviceFragment
  }
`);

interface DeviceHeaderProps {
  device: FragmentType<typeof DeviceHeader_DeviceFragment>;
}

/** The head of the device page. Esc leads from it to the domain one came through, else to the device's own. */
export function DeviceHeader({ device }: DeviceHeaderProps) {
  const facts = getFragmentData(DeviceHeader_DeviceFragment, device);
  const router = useRouter();
  const scope = useScope();
  useShortcuts({ Escape: () => router.push(scopedHref(scope ?? facts.domain.slug, '/')) });
  const { name, kind, trust, phase, stateReason, channel, labels, domain, location, connectivity } = facts;
  return (
    <header className="device-header">
      <div className="flex min-w-0 flex-1 basis-full flex-col gap-1 sm:basis-0">
        {/* On a phone each part has its own line: a text that grows by a digit must not wrap and push the page down. */}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 truncate text-[20px] font-semibold leading-6 max-sm:basis-full">{name}</h1>
          <StateBadge state={displayStateOf(facts)} />
          <span className="text-muted">
            for <DurationSince at={connectivity.since} />
          </span>
          {stateReason && <span className="text-muted max-sm:basis-full">{stateReason}</span>}
          <span className="text-muted max-sm:basis-full">
            as of <Age at={connectivity.lastSeenAt} prefix="" />
          </span>
        </div>
        <ul className="device-header-facts">
          <li>{kind}</li>
          <li>
            <Link href={`/d/${domain.slug}/devices`}>{domain.name}</Link>
          </li>
          <li>{location ? `${location.name} (${location.timeZone})` : 'no location'}</li>
          <li>channel {channel}</li>
          <li>trust {trust.toLowerCase()}</li>
          <li>phase {phase.toLowerCase()}</li>
          <li>
            <LabelList labels={labels} max={4} wraps />
          </li>
        </ul>
      </div>
      <DeviceActions device={facts} />
    </header>
  );
}
