import { type SpanContext, context, isSpanContextValid, trace } from '@opentelemetry/api';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The W3C form of a span's context. Source: https://www.w3.org/TR/trace-context/#traceparent-header */
export function formatTraceparent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Undefined for what is no traceparent of version 00, or names no span: such a header is ignored, never an error. */
export function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const match = TRACEPARENT.exec(text ?? '');
  if (match === null) return undefined;
  const parsed = { traceId: match[1]!, spanId: match[2]!, traceFlags: Number.parseInt(match[3]!, 16), isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
}

/** The traceparent of the current span, for the envelope of a record; undefined when telemetry is off. */
export function inject(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span === undefined ? undefined : formatTraceparent(span);
}
