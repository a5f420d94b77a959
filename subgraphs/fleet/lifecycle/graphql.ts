/** The public words for the states of a device; the domain's types have the same values. */
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** What sort of compute element a device is. */
export const DeviceKind = { EDGE: 'EDGE', DC: 'DC', GATEWAY: 'GATEWAY', RELAY: 'RELAY', VIRTUAL: 'VIRTUAL' } as const;

registerEnumType(DeviceKind, {
  name: 'DeviceKind',
  description: 'What sort of compute element a device is.',
  valuesConfig: {
    EDGE: { description: 'A computer at the edge.' },
    DC: { description: 'A server in a data centre.' },
    GATEWAY: { description: 'A gateway between networks.' },
    RELAY: { description: 'An intermediary that carries traffic.' },
    VIRTUAL: { description: 'A simulated device.' },
  },
});

/** May the device take part? */
export const TrustState = {
  PENDING: 'PENDING',
  TRUSTED: 'TRUSTED',
  QUARANTINED: 'QUARANTINED',
  REVOKED: 'REVOKED',
} as const;

registerEnumType(TrustState, {
  name: 'TrustState',
  description: 'May the device take part?',
  valuesConfig: {
    PENDING: { description: 'It has claimed and waits for a decision.' },
    TRUSTED: { description: 'It takes part.' },
    QUARANTINED: { description: 'It stays visible; what it sends is diverted.' },
    REVOKED: { description: 'It is out, for good.' },
  },
});

/** Where in its life is the device? */
export const LifecyclePhase = {
  PROVISIONING: 'PROVISIONING',
  ENROLLED: 'ENROLLED',
  ACTIVE: 'ACTIVE',
  UPDATING: 'UPDATING',
  DEGRADED: 'DEGRADED',
  QUARANTINED: 'QUARANTINED',
  DECOMMISSIONING: 'DECOMMISSIONING',
  RETIRED: 'RETIRED',
} as const;

registerEnumType(LifecyclePhase, {
  name: 'LifecyclePhase',
  description: 'Where in its life is the device?',
  valuesConfig: {
    PROVISIONING: { description: 'Claimed, not approved.' },
    ENROLLED: { description: 'Approved, not heard yet.' },
    ACTIVE: { description: 'Doing its work.' },
    UPDATING: { description: 'Changing its software.' },
    DEGRADED: { description: 'Working, with stated reasons for concern.' },
    QUARANTINED: { description: 'Taken out of work by a critical failure.' },
    DECOMMISSIONING: { description: 'Being taken out of service.' },
    RETIRED: { description: 'Out of service; its evidence stays.' },
  },
});

/** Can we talk to the device? */
export const ConnectivityMode = {
  LIVE: 'LIVE',
  DELAYED: 'DELAYED',
  EDGE_CACHED: 'EDGE_CACHED',
  AUTONOMOUS: 'AUTONOMOUS',
  DISCONNECTED: 'DISCONNECTED',
  RETURNING: 'RETURNING',
  REPLAYING: 'REPLAYING',
} as const;

registerEnumType(ConnectivityMode, {
  name: 'ConnectivityMode',
  description: 'Can we talk to the device? A spectrum, not a yes or no.',
  valuesConfig: {
    LIVE: { description: 'Heard within the interval it was told.' },
    DELAYED: { description: 'Late, but flowing.' },
    EDGE_CACHED: { description: 'Served from a cache near it, synchronised periodically.' },
    AUTONOMOUS: { description: 'On its own by design, buffering what it observes.' },
    DISCONNECTED: { description: 'Silent; its state is unknown.' },
    RETURNING: { description: 'Its link is coming back; no new commands yet.' },
    REPLAYING: { description: 'Uploading what it buffered.' },
  },
});

/** Who may declare desired state for a device. */
export const MasterOfRecord = { GLOBAL: 'GLOBAL', REGION: 'REGION', LOCAL: 'LOCAL' } as const;

registerEnumType(MasterOfRecord, {
  name: 'MasterOfRecord',
  description: 'Who may declare desired state for a device right now.',
  valuesConfig: {
    GLOBAL: { description: 'This control plane.' },
    REGION: { description: 'A control plane of its region.' },
    LOCAL: { description: 'The device and its site.' },
  },
});

/** How a device judges itself. */
export const RuntimeHealth = { OK: 'OK', DEGRADED: 'DEGRADED', FAILED: 'FAILED', UNKNOWN: 'UNKNOWN' } as const;

registerEnumType(RuntimeHealth, {
  name: 'RuntimeHealth',
  description: 'How a device judges itself.',
  valuesConfig: {
    OK: { description: 'All is well.' },
    DEGRADED: { description: 'It works, with trouble.' },
    FAILED: { description: 'It does not do its work.' },
    UNKNOWN: { description: 'It has not said.' },
  },
});

/** Whether one source of the agent's knowledge works. */
export const CollectorState = { OK: 'OK', MISSING: 'MISSING', FAILING: 'FAILING' } as const;

registerEnumType(CollectorState, {
  name: 'CollectorState',
  description: "Whether one source of the agent's knowledge works.",
  valuesConfig: {
    OK: { description: 'It works.' },
    MISSING: { description: 'This machine does not offer it.' },
    FAILING: { description: 'It should work and does not.' },
  },
});

/** Why a device counts as degraded. */
export const DegradedCode = {
  VERSION_SKEW: 'VERSION_SKEW',
  MISSING_CAPABILITY: 'MISSING_CAPABILITY',
  FAILING_COLLECTOR: 'FAILING_COLLECTOR',
  CARDINALITY_BUDGET: 'CARDINALITY_BUDGET',
  STALE_POLICY: 'STALE_POLICY',
  CLOCK_SKEW: 'CLOCK_SKEW',
  HEALTH: 'HEALTH',
} as const;

registerEnumType(DegradedCode, {
  name: 'DegradedCode',
  description: 'Why a device counts as degraded.',
  valuesConfig: {
    VERSION_SKEW: { description: 'Its agent is further from the pinned release than the compatibility window.' },
    MISSING_CAPABILITY: { description: 'It lost a capability that this version of its agent had.' },
    FAILING_COLLECTOR: { description: 'A source of its knowledge should work and does not.' },
    CARDINALITY_BUDGET: { description: 'It has more series than its budget.' },
    STALE_POLICY: { description: 'The policy it works by is too old.' },
    CLOCK_SKEW: { description: 'Its clock is too far from ours.' },
    HEALTH: { description: 'It says of itself that it is not well.' },
  },
});

/** One reason for concern. */
@ObjectType({ description: 'One reason why the device counts as degraded.' })
export class DegradedReason {
  @Field(() => DegradedCode, { description: 'The kind of reason.' })
  code!: keyof typeof DegradedCode;

  @Field(() => String, { description: 'The numbers behind it, for people.' })
  detail!: string;
}

/** Which device to quarantine, and why. */
@InputType({ description: 'Which device to quarantine, and why.' })
export class QuarantineDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Which device to release, and why. */
@InputType({ description: 'Which device to release from quarantine, and why.' })
export class ReleaseDeviceInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}

/** Whose credentials to rotate, and why. */
@InputType({ description: 'Whose credentials to rotate, and why.' })
export class RotateCredentialsInput {
  @Field(() => ID, { description: 'Identity of the device.' })
  deviceId!: string;

  @Field(() => String, { description: 'Why, for those who read it later: 3 to 500 characters.' })
  reason!: string;
}
