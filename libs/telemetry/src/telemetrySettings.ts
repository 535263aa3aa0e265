export interface TelemetrySettings {
  readonly metricsHost: string;
  readonly metricsPort: number;
  /** Whether somebody said where spans go. */
  readonly exportsSpans: boolean;
}

const PROMETHEUS_PORT_DEFAULT = 9464;

/** What the environment asks for; undefined when telemetry stays off. */
export function telemetrySettings(env: Readonly<Record<string, string | undefined>>): TelemetrySettings | undefined {
  const named = Object.keys(env).some((name) => name.startsWith('OTEL_') && env[name] !== '');
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['GIMBAL_OTEL'] === '0') return undefined;
  if (env['GIMBAL_OTEL'] !== '1' && !named) return undefined;
  const metricsPort = Number(env['GIMBAL_METRICS_PORT'] ?? PROMETHEUS_PORT_DEFAULT);
  if (!Number.isInteger(metricsPort) || metricsPort < 0 || metricsPort > 65_535) {
    throw new Error(`Expected a port in GIMBAL_METRICS_PORT, was "${env['GIMBAL_METRICS_PORT']}".`);
  }
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  const exporter = env['OTEL_TRACES_EXPORTER'] ?? '';
  // "none" as the SDK reads it would also stop propagation; to us it means only that spans go nowhere.
  const exportsSpans = exporter === '' ? endpoint !== '' : exporter !== 'none';
  return { metricsHost: env['GIMBAL_METRICS_HOST'] ?? '127.0.0.1', metricsPort, exportsSpans };
}
