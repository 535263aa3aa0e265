import { type Attributes, ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { markFailed } from './markFailed.js';
import { formatTraceparent, parseTraceparent } from './traceparent.js';

export interface StepSpanOptions {
  readonly service: string;
  readonly step: number;
  /** The traceparents of the markers that released the step; the first is the parent, the others are linked. */
  readonly causes: readonly (string | undefined)[];
}

export interface StepSpan {
  /** For the envelopes of the step's records; undefined when telemetry is off. */
  readonly traceparent: string | undefined;
  /** Runs something within the span, so that gRPC and PostgreSQL spans hang below it. */
  run<T>(fn: () => T): T;
  end(result?: { readonly attributes?: Attributes; readonly error?: unknown }): void;
}

/**
 * One span for a whole step of a service: a span for each record would cost more than its fold. Steps of different
 * services make one trace, since a step's parent is the marker of the stage before it.
 */
export function startStepSpan({ service, step, causes }: StepSpanOptions): StepSpan {
  const [parent, ...others] = causes.map(parseTraceparent).filter((cause) => cause !== undefined);
  const under = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const attributes = { 'gimbal.service': service, 'gimbal.step': step };
  const links = others.map((cause) => ({ context: cause }));
  const span = trace.getTracer('gimbal').startSpan(`${service} step`, { attributes, links }, under);
  const within = trace.setSpan(under, span);
  return {
    traceparent: formatTraceparent(span.spanContext()),
    run: (fn) => context.with(within, fn),
    end: (result = {}) => {
      if (result.attributes !== undefined) span.setAttributes(result.attributes);
      if (result.error !== undefined) markFailed(span, result.error);
      span.end();
    },
  };
}
