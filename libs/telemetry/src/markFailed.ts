import { type Span, SpanStatusCode } from '@opentelemetry/api';

/** Marks a span as failed, with what was thrown. */
export function markFailed(span: Span, error: unknown): void {
  span.recordException(
    error instanceof Error ? error : new Error('Something that is no error was thrown.', { cause: error }),
  );
  span.setStatus({ code: SpanStatusCode.ERROR });
}
