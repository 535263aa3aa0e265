import { resolve } from 'node:path';
import { driveReplay, startAllInOne, type Target } from '@gimbal/all-in-one-service';
import { bearer, createLogger } from '@gimbal/runtime';
import { recordTelemetry } from '@gimbal/telemetry/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInsecure } from '../../cluster/credentials.ts';
import { serviceAddresses } from '../../cluster/serviceAddresses.ts';
import { CLUSTER_TARGETS } from '../../cluster/startCluster.ts';

const RECORDING = resolve(import.meta.dirname, '../../data/recordings/2023-08-17');
const STEPS = 8;

describe('telemetry of a replay', () => {
  beforeEach(() => void (process.env['GIMBAL_OTEL'] = '1'));
  afterEach(() => void delete process.env['GIMBAL_OTEL']);

  it('makes one trace of a step across all five services, and measures it', async () => {
    const telemetry = recordTelemetry();
    const app = await startAllInOne({
      recording: RECORDING,
      log: { kind: 'memory' },
      targets: [...CLUSTER_TARGETS],
      logger: createLogger({ service: 'trace-test', level: 'error' }),
      fatal: (error) => {
        throw error;
      },
    });
    try {
      await driveReplay({
        addresses: serviceAddresses({ addresses: Object.fromEntries(app.addresses) as Record<Target, string> }),
        credentials: createInsecure(),
        trader: bearer(app.tokens.trader),
        operator: bearer(app.tokens.operator),
        approver: bearer(app.tokens.approver),
        pace: undefined,
        throughStep: STEPS,
        signal: AbortSignal.timeout(60_000),
      });
    } finally {
      await app.stop();
    }
    const steps = telemetry.spans.filter((span) => span.attributes['gimbal.step'] === STEPS);
    expect(new Set(steps.map((span) => span.attributes['gimbal.service']))).toEqual(new Set(CLUSTER_TARGETS));
    expect(steps).toHaveLength(CLUSTER_TARGETS.length);
    expect(new Set(steps.map((span) => span.context.traceId)).size).toBe(1);

    const metrics = await telemetry.scrape();
    for (const name of [
      'gimbal_step',
      'gimbal_step_duration_ms',
      'gimbal_tick_to_exposure_ms',
      'gimbal_mark_age_ms',
      'gimbal_appended_records_total',
    ]) {
      expect(metrics, name).toContain(name);
    }
    await telemetry.stop();
  });
});
