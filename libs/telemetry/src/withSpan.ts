import { type Attributes, type Span, context, trace } from '@opentelemetry/api';
import { markFailed } from './markFailed.js';
import { parseTraceparent } from './traceparent.js';

/**
 * Runs `fn` in a span: under the traceparent of a record when one is given, otherwise under the current span. An error
 * marks the span and is thrown on.
 */
export async function withSpan<T>(
  name: string,
  parentTraceparent: string | undefined,
  attributes: Attributes,
  fn: (span: Span) => Promise<T> | T,
): Promise<T> {
  const remote = parseTraceparent(parentTraceparent);
  const parent = remote === undefined ? context.active() : trace.setSpanContext(context.active(), remote);
  const span = trace.getTracer('gimbal').startSpan(name, { attributes }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => fn(span));
  } catch (error) {
    markFailed(span, error);
    throw error;
  } finally {
    span.end();
  }
}
