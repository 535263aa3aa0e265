import type { ServerResponse } from 'node:http';
import type { StreamEventName, StreamEvents } from '../../page/wire/streamEvents.js';
import { KEEP_ALIVE_MS } from '../../limits.js';

/**
 * Writes server-sent events. `send` resolves when the connection can take more, so that whoever reads a stream of a
 * service stops reading it while the page does not: nothing is queued here beyond the socket's own buffer.
 * Source of the format: HTML Living Standard, section 9.2 (server-sent events).
 */
export class EventSink {
  private readonly ended = new AbortController();
  private readonly keepAlive: NodeJS.Timeout;
  private drained: Promise<void> | undefined;

  constructor(private readonly response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    response.flushHeaders();
    response.on('close', () => this.ended.abort());
    response.on('error', () => this.ended.abort());
    this.keepAlive = setInterval(() => {
      if (this.drained === undefined) response.write(': alive\n\n');
    }, KEEP_ALIVE_MS);
    this.signal.addEventListener('abort', () => clearInterval(this.keepAlive), { once: true });
  }

  /** Aborts when the page has gone, or `end` was called. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  async send<Name extends StreamEventName>(name: Name, data: StreamEvents[Name], position = ''): Promise<void> {
    if (this.drained !== undefined) await this.drained;
    if (this.signal.aborted) return;
    const id = position === '' ? '' : `id: ${position}\n`;
    // JSON holds no line breaks of its own, so the data is one line.
    if (this.response.write(`event: ${name}\n${id}data: ${JSON.stringify(data)}\n\n`)) return;
    this.drained ??= this.untilDrained();
    await this.drained;
  }

  /** Says why, and closes. */
  end(reason: StreamEvents['end']): void {
    if (this.signal.aborted) return;
    this.response.end(`event: end\ndata: ${JSON.stringify(reason)}\n\n`);
    this.ended.abort();
  }

  private untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.response.off('drain', done);
        this.signal.removeEventListener('abort', done);
        this.drained = undefined;
        resolve();
      };
      this.response.once('drain', done);
      this.signal.addEventListener('abort', done, { once: true });
    });
  }
}
