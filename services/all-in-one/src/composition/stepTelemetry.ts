import { isEvent, unpackUint32 } from '@gimbal/contracts';
import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { BreachClosed, BreachOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import type { EventLog } from '@gimbal/event-log';
import type { HostStatus, InboundEvent, StepTracing } from '@gimbal/projection';
import { wallClock } from '@gimbal/runtime';
import { meters, startStepSpan } from '@gimbal/telemetry';

const LAG_SAMPLE_MS = 5_000;

/** One span and a handful of measurements a step. Nothing of it enters a decision or the parity hash. */
export function stepTelemetry(): StepTracing {
  let openBreaches = 0;
  return {
    startStep(service, step, parent) {
      const span = startStepSpan({ service, step: step.number, causes: [parent.traceparent] });
      const origin = parent.origin ?? String(wallClock.nowUs());
      return { trace: { traceparent: span.traceparent, origin }, end: () => span.end() };
    },
    stepDone(service, step, done) {
      meters.set('gimbal_step', step.number, { service });
      meters.observe('gimbal_step_duration_ms', done.durationMs, { service });
      meters.add('gimbal_folded_events_total', done.foldedEvents, { service });
      meters.set('gimbal_unsealed_records', done.unsealedRecords, { service });
      for (const { topic } of done.outputs) meters.add('gimbal_appended_records_total', 1, { service, topic });
      for (const { topic } of done.quarantined) meters.add('gimbal_quarantined_records_total', 1, { service, topic });
      if (service === 'risk') {
        observeTickToExposure(service, done.trace.origin);
        openBreaches += breachesMore(done.outputs);
        meters.set('gimbal_open_breaches', openBreaches, { service });
      }
      if (service === 'pricing') observeMarks(service, done.outputs);
    },
  };
}

function observeTickToExposure(service: string, origin: string | undefined): void {
  if (origin === undefined) return;
  meters.observe('gimbal_tick_to_exposure_ms', Number(wallClock.nowUs() - BigInt(origin)) / 1000, { service });
}

function breachesMore(outputs: readonly InboundEvent[]): number {
  const opened = outputs.filter((output) => isEvent(output, BreachOpened)).length;
  return opened - outputs.filter((output) => isEvent(output, BreachClosed)).length;
}

function observeMarks(service: string, outputs: readonly InboundEvent[]): void {
  for (const output of outputs) {
    if (!isEvent(output, MarksPublished)) continue;
    const ages = unpackUint32(output.value.ageMs);
    meters.set(
      'gimbal_mark_age_ms',
      ages.reduce((a, b) => Math.max(a, b), 0),
      { service, underlying: output.value.underlying },
    );
  }
}

/** Samples how far a service is behind each of its streams, in records and in seconds; returns how to stop. */
export function sampleLag(service: string, status: () => HostStatus, log: EventLog): () => void {
  let caughtUpMs = wallClock.monotonicMs();
  const timer = setInterval(() => {
    const { streams, state } = status();
    meters.set('gimbal_serving', state === 'serving' || state === 'degraded' ? 1 : 0, { service });
    void log.heads(streams).then(
      (heads) => {
        // The number that GetStatus lets a reader work out, so that console, CLI and metric agree.
        streams.forEach(({ topic, partition, nextOffset }, i) =>
          meters.set('gimbal_lag_records', Math.max(0, heads[i]! - nextOffset), {
            service,
            topic,
            partition: String(partition),
          }),
        );
        const behind = streams.some(({ readOffset }, i) => heads[i]! > readOffset);
        if (!behind) caughtUpMs = wallClock.monotonicMs();
        meters.set('gimbal_lag_seconds', behind ? (wallClock.monotonicMs() - caughtUpMs) / 1000 : 0, { service });
      },
      () => {},
    );
  }, LAG_SAMPLE_MS);
  timer.unref();
  return () => clearInterval(timer);
}
