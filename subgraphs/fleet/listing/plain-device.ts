/**
 * A device's row as a plain object. Reads make many of them and change none, so they take no part in an identity map,
 * whose care cost more than the query did.
 */
import type { DeviceRow } from '../device/row.ts';

/** All that a device's row says. */
export type PlainDevice = { readonly [Column in Exclude<keyof DeviceRow, symbol>]: DeviceRow[Column] };

type Raw = Readonly<Record<string, unknown>>;

/** The row that the driver answered for `device_overview`, with moments and large numbers as what they are. */
export function deviceRowOf(raw: Raw): PlainDevice {
  const get = <Value>(column: string): Value => raw[column] as Value;
  return {
    tenantId: get('tenant_id'),
    id: get('id'),
    name: get('name'),
    nameKey: get('name_key'),
    kind: get('kind'),
    labels: get('labels'),
    channel: get('channel'),
    domainId: get('domain_id'),
    locationId: get('location_id'),
    trust: get('trust'),
    phase: get('phase'),
    mode: get('mode'),
    modeSince: moment(raw['mode_since']),
    displayState: get('display_state'),
    stateSince: moment(raw['state_since']),
    stateReason: get('state_reason'),
    enrolledAt: moment(raw['enrolled_at']),
    approvedAt: maybe(raw['approved_at'], moment),
    approvedBy: get('approved_by'),
    authorityChangedAt: moment(raw['authority_changed_at']),
    currentFingerprint: get('current_fingerprint'),
    nextFingerprint: get('next_fingerprint'),
    lastSeenAt: maybe(raw['last_seen_at'], moment),
    intervalMs: get('interval_ms'),
    agentVersion: get('agent_version'),
    health: get('health'),
    uptimeS: maybe(raw['uptime_s'], Number),
    rttMs: get('rtt_ms'),
    lossPct: get('loss_pct'),
    bandwidthKbps: get('bandwidth_kbps'),
    secondsBehind: Number(raw['seconds_behind']),
    backlogMessages: Number(raw['backlog_messages']),
    inventoryReportedAt: maybe(raw['inventory_reported_at'], moment),
    clockSkewS: get('clock_skew_s'),
  };
}

/** The driver leaves moments as text. */
function moment(text: unknown): Date {
  return new Date(text as string);
}

function maybe<Value>(value: unknown, read: (value: unknown) => Value): Value | null {
  return value === null ? null : read(value);
}
