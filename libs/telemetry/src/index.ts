export { meters } from './meters.js';
export {
  type LabelsOf,
  type MetricKind,
  type MetricName,
  type MetricOf,
  type MetricRow,
  metricTable,
} from './metricTable.js';
export { shutdownTelemetry } from './shutdownTelemetry.js';
export { startStepSpan, type StepSpan, type StepSpanOptions } from './startStepSpan.js';
export { telemetrySettings, type TelemetrySettings } from './telemetrySettings.js';
export { inject } from './traceparent.js';
export { withSpan } from './withSpan.js';
