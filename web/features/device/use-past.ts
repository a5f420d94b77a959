'use client';
/** The past of a device: its ribbons over the window of the page, and how it was at one moment of them. */
import { useSyncExternalStore } from 'react';
import { spanOf } from '../../charts/time-range.ts';
import { graphql } from '../../gql/gql.ts';
import { useLiveQuery } from '../../live/use-live-query.ts';
import { useMoment } from '../../live/use-moment.ts';
import { useTimeRange } from '../../live/use-time-range.ts';
import { subscribeToTicks } from '../../ui/ticker.ts';

const DevicePast_RibbonsQuery = graphql(`
  query DevicePast_RibbonsQuery($id: ID!, $from: DateTime!, $to: DateTime!) {
    device(id: $id) {
      id
      ribbons(from: $from, to: $to) {
        trust {
          state
          from
          to
          reason
        }
        phase {
          state
          from
          to
          reason
        }
        connectivity {
          state
          from
          to
          reason
        }
      }
    }
  }
`);

const DevicePast_AsOfQuery = graphql(`
  query DevicePast_AsOfQuery($id: ID!, $at: DateTime!) {
    device(id: $id) {
      id
      asOf(at: $at) {
        at
        name
        trust
        phase
        mode
        stateWord
        agentVersion
        labels {
          key
          value
        }
        authority {
          authorityId
          masterOfRecord
          epoch
        }
        domain {
          id
          name
        }
        location {
          id
          name
        }
      }
    }
  }
`);

const STEP_MS = 10_000;

/** The window, its ribbons, and the moment that stands in the URL as `at` (null: the present). */
export function usePast(deviceId: string) {
  const control = useTimeRange('now-6h..now');
  const step = useSyncExternalStore(subscribeToTicks, currentStep, () => 0);
  const span = spanOf(control.range, (step * STEP_MS) / 1000);
  const window = { from: Math.round(span.from * 1000), to: Math.round(span.to * 1000) };
  const ribbons = useLiveQuery(
    DevicePast_RibbonsQuery,
    { id: deviceId, from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() },
    { pause: step === 0 },
  );
  const { moment, setMoment } = useMoment(window);
  const asOf = useLiveQuery(
    DevicePast_AsOfQuery,
    { id: deviceId, at: new Date(moment ?? 0).toISOString() },
    { pause: moment === null },
  );
  return {
    control,
    window,
    ribbons,
    asOf,
    moment,
    setMoment,
  };
}

function currentStep(): number {
  return Math.ceil(Date.now() / STEP_MS);
}
