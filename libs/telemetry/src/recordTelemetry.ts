import type { Attributes, SpanContext } from '@opentelemetry/api';
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { nowhere } from './nowhere.js';

/** A finished span, as far as tests ask. */
export interface RecordedSpan {
  readonly name: string;
  readonly attributes: Attributes;
  readonly context: SpanContext;
  readonly parentSpanId: string | undefined;
  readonly linkedSpanIds: readonly string[];
}

export interface Recording {
  readonly spans: readonly RecordedSpan[];
  /** What Prometheus would scrape. */
  scrape(): Promise<string>;
  /** Takes telemetry out of the process again. */
  stop(): Promise<void>;
}

/** Keeps spans and metrics in memory, for tests. One at a time in a process: the providers are global. */
export function recordTelemetry(): Recording {
  const spans: RecordedSpan[] = [];
  const reader = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    serviceName: 'test',
    autoDetectResources: false,
    metricReaders: [reader],
    logRecordProcessors: [],
    spanProcessors: [
      {
        ...nowhere,
        onEnd: (span) => {
          spans.push({
            name: span.name,
            attributes: span.attributes,
            context: span.spanContext(),
            parentSpanId: span.parentSpanContext?.spanId,
            linkedSpanIds: span.links.map((link) => link.context.spanId),
          });
        },
      },
    ],
  });
  sdk.start();
  return {
    spans,
    scrape: () =>
      new Promise((resolve) => {
        const response = { statusCode: 0, setHeader: () => undefined, end: resolve };
        reader.getMetricsRequestHandler({} as never, response as never);
      }),
    async stop() {
      await sdk.shutdown();
      for (const api of [trace, metrics, context, propagation]) api.disable();
    },
  };
}
