'use client';
/**
 * One device that waits for a verdict, with what a person needs to compare with the device in front of them.
 */
import Link from 'next/link';
import { type FragmentType, getFragmentData } from '../../gql/fragment-masking.ts';
import { graphql } from '../../gql/gql.ts';
import { useScopedHref } from '../../live/scope.ts';
import { Age } from '../../ui/age.tsx';
import { DeviceActions } from '../device/device-actions.tsx';
import { LabelList } from '../devices/label-list.tsx';

const PendingDevice_DeviceFragment = graphql(`
  fragment PendingDevice_DeviceFragment on Device {
    id
    name
    kind
    enrolledAt
    channel
    labels {
      key
      value
    }
    domain {
      id
      path
    }
    location {
      id
      name
    }
    ...DeviceActions_DeviceFragment
  }
`);

interface PendingDeviceProps {
  device: FragmentType<typeof PendingDevice_DeviceFragment>;
}

/** A list item. */
export function PendingDevice({ device }: PendingDeviceProps) {
  const href = useScopedHref();
  const facts = getFragmentData(PendingDevice_DeviceFragment, device);
  const place = [facts.kind, facts.domain.path, facts.location?.name, `channel ${facts.channel}`].filter(Boolean);
  return (
    <li className="appear flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link href={href(`/devices/${facts.id}`)} className="font-medium hover:underline">
            {facts.name}
          </Link>
          <span className="text-xs text-muted">
            claimed <Age at={facts.enrolledAt} prefix="" />
          </span>
        </p>
        <p className="text-xs text-muted">{place.join(' · ')}</p>
        {facts.labels.length > 0 ? <LabelList labels={facts.labels} max={6} wraps /> : null}
      </div>
      <DeviceActions device={facts} />
    </li>
  );
}
