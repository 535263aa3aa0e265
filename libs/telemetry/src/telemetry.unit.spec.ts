import { afterEach, describe, expect, it } from 'vitest';
import { meters } from './meters.js';
import { metricTable } from './metricTable.js';
import { type Recording, recordTelemetry } from './recordTelemetry.js';
import { startStepSpan } from './startStepSpan.js';
import { telemetrySettings } from './telemetrySettings.js';
import { formatTraceparent, inject, parseTraceparent } from './traceparent.js';
import { withSpan } from './withSpan.js';

// The example of the W3C recommendation, section 3.2.3 (https://www.w3.org/TR/trace-context/#examples-of-http-traceparent-headers).
const EXAMPLE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let recording: Recording | undefined;
afterEach(async () => {
  await recording?.stop();
  recording = undefined;
});

describe('traceparent', () => {
  it('reads and writes the W3C form', () => {
    const span = parseTraceparent(EXAMPLE)!;
    expect(span).toMatchObject({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      traceFlags: 1,
    });
    expect(formatTraceparent(span)).toBe(EXAMPLE);
  });

  it.each([
    '',
    '00-0-0-01',
    EXAMPLE.replace('4bf9', 'XXXX'),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `01${EXAMPLE.slice(2)}-x`,
  ])('ignores what is none: %s', (text) => expect(parseTraceparent(text)).toBeUndefined());
});

describe('when telemetry is off', () => {
  it('runs the work, hands on no trace and keeps no numbers', async () => {
    const seen = await withSpan('fold', undefined, {}, () => inject());
    expect(seen).toBeUndefined();
    expect(startStepSpan({ service: 'risk', step: 1, causes: [] }).traceparent).toBeUndefined();
    expect(() => meters.set('gimbal_step', 1, { service: 'risk' })).not.toThrow();
  });
});

describe('when it is on', () => {
  it('continues the trace of a record, and gives the next record its own place in it', async () => {
    recording = recordTelemetry();
    const next = await withSpan('fold', EXAMPLE, { topic: 'market' }, () => inject());
    const [span] = recording.spans;
    expect(span).toMatchObject({ name: 'fold', parentSpanId: '00f067aa0ba902b7', attributes: { topic: 'market' } });
    expect(next).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${span!.context.spanId}-01`);
  });

  it('ends the span of work that fails, and throws on', async () => {
    recording = recordTelemetry();
    await expect(withSpan('fold', undefined, {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(recording.spans.map(({ name }) => name)).toEqual(['fold']);
  });

  it('puts a step under the marker that released it and links the others', () => {
    recording = recordTelemetry();
    const other = EXAMPLE.replace('00f067aa0ba902b7', 'b7ad6b7169203331');
    const step = startStepSpan({ service: 'risk', step: 7, causes: [undefined, EXAMPLE, other] });
    expect(step.run(() => inject())).toBe(step.traceparent);
    step.end({ attributes: { 'gimbal.events': 3 } });
    expect(recording.spans[0]).toMatchObject({
      name: 'risk step',
      parentSpanId: '00f067aa0ba902b7',
      linkedSpanIds: ['b7ad6b7169203331'],
      attributes: { 'gimbal.step': 7, 'gimbal.events': 3 },
    });
  });

  it('shows metrics to Prometheus under the names of the table', async () => {
    meters.add('gimbal_appended_records_total', 1, { service: 'risk', topic: 'exposure' });
    recording = recordTelemetry();
    meters.set('gimbal_lag_records', 12, { service: 'risk', topic: 'market', partition: '3' });
    meters.add('gimbal_appended_records_total', 5, { service: 'risk', topic: 'exposure' });
    meters.add('gimbal_appended_records_total', 2, { service: 'risk', topic: 'exposure' });
    meters.observe('gimbal_step_duration_ms', 7, { service: 'risk' });
    const text = await recording.scrape();
    expect(text).toMatch(/^gimbal_lag_records\{service="risk",topic="market",partition="3".*\} 12$/m);
    expect(text).toMatch(/^gimbal_appended_records_total\{service="risk",topic="exposure".*\} 7$/m);
    expect(text).toMatch(/^gimbal_step_duration_ms_bucket\{service="risk".*le="5"\} 0$/m);
    expect(text).toMatch(/^gimbal_step_duration_ms_bucket\{service="risk".*le="10"\} 1$/m);
  });

  it('labels nothing by desk', () => {
    for (const [name, { labels }] of Object.entries(metricTable)) {
      expect(
        labels.filter((label) => /tenant|portfolio|account|subject/.test(label)),
        name,
      ).toEqual([]);
    }
  });
});

describe('telemetrySettings', () => {
  it('is off unless it is asked for', () => {
    expect(telemetrySettings({})).toBeUndefined();
    expect(telemetrySettings({ OTEL_SDK_DISABLED: 'true', GIMBAL_OTEL: '1' })).toBeUndefined();
    expect(telemetrySettings({ GIMBAL_OTEL: '1' })).toEqual({
      metricsHost: '127.0.0.1',
      metricsPort: 9464,
      exportsSpans: false,
    });
    expect(telemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toMatchObject({
      exportsSpans: true,
    });
    expect(telemetrySettings({ GIMBAL_OTEL: '1', OTEL_TRACES_EXPORTER: 'none' })).toMatchObject({
      exportsSpans: false,
    });
  });
});
