import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { nowhere } from './nowhere.js';
import type { TelemetrySettings } from './telemetrySettings.js';

/**
 * Starts the SDK with metrics for Prometheus. kafkajs is left out on purpose: its instrumentation writes headers into
 * records, and records are ours to the byte.
 */
export function startTelemetry(settings: TelemetrySettings): { shutdown(): Promise<void> } {
  const reader = new PrometheusExporter({ host: settings.metricsHost, port: settings.metricsPort }, (error) => {
    if (error instanceof Error) process.stderr.write(`Expected a free port for metrics: ${error.message}\n`);
  });
  const sdk = new NodeSDK({
    serviceName: process.env['OTEL_SERVICE_NAME'] ?? 'gimbal',
    metricReaders: [reader],
    logRecordProcessors: [],
    ...(settings.exportsSpans ? {} : { spanProcessors: [nowhere] }),
    instrumentations: [
      // A scrape is not work of ours.
      new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => request.url?.startsWith('/metrics') === true }),
      new GrpcInstrumentation(),
      new PgInstrumentation({ requireParentSpan: true }),
      new RuntimeNodeInstrumentation(),
    ],
  });
  sdk.start();
  return { shutdown: () => sdk.shutdown() };
}
