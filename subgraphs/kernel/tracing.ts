/**
 * OpenTelemetry traces, switched on by the standard variables alone (`OTEL_EXPORTER_OTLP_ENDPOINT` or
 * `OTEL_TRACES_EXPORTER=otlp`). Without them nothing is loaded and the API's no-op tracer costs next to nothing.
 */
import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

const tracer = trace.getTracer('flotilla');

/** Whether the environment asks for traces. */
export function isTracingWanted(env: NodeJS.ProcessEnv): boolean {
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return false;
  return (
    env['OTEL_TRACES_EXPORTER'] === 'otlp' ||
    Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
  );
}

/** Starts exporting when the environment asks for it. Answers how to flush and stop. */
export async function startTracing(name: string, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  if (!isTracingWanted(env)) return () => Promise.resolve();
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': env['OTEL_SERVICE_NAME'] ?? name }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}

/** Runs work in a span that ends with it and records what it throws. */
export async function inSpan<T>(
  name: string,
  options: { readonly kind?: SpanKind; readonly attributes?: Attributes },
  work: () => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (thrown) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(thrown) });
      throw thrown;
    } finally {
      span.end();
    }
  });
}

/** A span that outlives the call that began it, such as a subscription's. */
export type OpenSpan = {
  /** Runs work inside the span: spans begun there are its children. */
  run<T>(work: () => T): T;
  /** Ends the span; once, however often it is called. Whatever went wrong is recorded. */
  end(thrown?: unknown): void;
};

/** Begins a span, as a child of the current one, that lasts until its `end`. */
export function beginSpan(
  name: string,
  options: { readonly kind?: SpanKind; readonly attributes?: Attributes } = {},
): OpenSpan {
  const span = tracer.startSpan(name, options);
  const within = trace.setSpan(context.active(), span);
  return {
    run: (work) => context.with(within, work),
    end(thrown) {
      if (!span.isRecording()) return;
      if (thrown !== undefined) {
        const { message = 'failed' } = (thrown ?? {}) as { message?: string };
        span.setStatus({ code: SpanStatusCode.ERROR, message });
      }
      span.end();
    },
  };
}

/** Runs work as the continuation of a trace that came in with a request's headers. */
export function inIncomingTrace<T>(headers: Readonly<Record<string, unknown>>, work: () => T): T {
  return context.with(propagation.extract(context.active(), headers), work);
}

/** The headers that carry the current trace to another process; empty when there is none. */
export function outgoingTraceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

export { SpanKind };
