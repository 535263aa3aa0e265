import { createHash } from 'node:crypto';
import { ApiFailure } from '../../domain/apiFailure.js';
import { STREAMS_OPEN_MAX, STREAMS_PER_TOKEN_MAX } from '../../limits.js';
import type { EventSink } from './eventSink.js';

/** The pages that are open now: the only thing that the console remembers of its callers. */
export class OpenStreams {
  private readonly sinks = new Set<EventSink>();
  private readonly countByToken = new Map<string, number>();
  private stopping = false;

  /** Takes a place, or throws ApiFailure 503 or 429. The place is given back by the function that it returns. */
  takePlace(token: string): () => void {
    if (this.stopping) throw new ApiFailure(503, 'UNAVAILABLE', 'Expected a console that runs, this one is stopping.');
    const key = createHash('sha256').update(token).digest('base64');
    const own = this.countByToken.get(key) ?? 0;
    if (own >= STREAMS_PER_TOKEN_MAX) {
      throw new ApiFailure(
        429,
        'RESOURCE_EXHAUSTED',
        `Expected at most ${STREAMS_PER_TOKEN_MAX} open pages of one caller.`,
      );
    }
    const open = [...this.countByToken.values()].reduce((sum, count) => sum + count, 0);
    if (open >= STREAMS_OPEN_MAX) {
      throw new ApiFailure(
        503,
        'RESOURCE_EXHAUSTED',
        `Expected at most ${STREAMS_OPEN_MAX} open pages of this console.`,
      );
    }
    this.countByToken.set(key, own + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.countByToken.get(key) ?? 1) - 1;
      if (left === 0) this.countByToken.delete(key);
      else this.countByToken.set(key, left);
    };
  }

  add(sink: EventSink): void {
    this.sinks.add(sink);
    sink.signal.addEventListener('abort', () => this.sinks.delete(sink), { once: true });
  }

  endAll(): void {
    this.stopping = true;
    for (const sink of this.sinks) sink.end({ code: 'UNAVAILABLE', message: 'The console stops.', field: '' });
  }
}
