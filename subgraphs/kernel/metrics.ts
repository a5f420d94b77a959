/** The process's Prometheus registry. Metrics are made at module level, once, by these two helpers and `histogram`. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CounterConfiguration, GaugeConfiguration, HistogramConfiguration } from 'prom-client';

/** Everything `/metrics` shows. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'flotilla_' });

/** A value that goes up and down. */
export function gauge<Name extends string>(configuration: GaugeConfiguration<Name>): Gauge<Name> {
  return new Gauge({ ...configuration, registers: [registry] });
}

/** A value that only grows. */
export function counter<Name extends string>(configuration: CounterConfiguration<Name>): Counter<Name> {
  return new Counter({ ...configuration, registers: [registry] });
}

/** A distribution, e.g. of seconds. */
export function histogram<Name extends string>(configuration: HistogramConfiguration<Name>): Histogram<Name> {
  return new Histogram({ ...configuration, registers: [registry] });
}
