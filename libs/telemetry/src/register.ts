// Run before the application: node --import @gimbal/telemetry/register main.js
import { telemetrySettings } from './telemetrySettings.js';

const settings = telemetrySettings(process.env);
if (settings !== undefined) {
  // Under ESM the hook decides what can be instrumented, so it stands before everything that it is to see; and nothing of
  // the SDK is loaded when telemetry is off.
  const { register } = await import('import-in-the-middle/register-hooks.mjs');
  register();
  const { startTelemetry } = await import('./startTelemetry.js');
  const { rememberTelemetry } = await import('./shutdownTelemetry.js');
  const telemetry = startTelemetry(settings);
  rememberTelemetry(() => telemetry.shutdown());
}
