import { OUTGOING_MAX } from './limits.js';
import type { LiveIo } from './liveIo.js';
import type { RateLimit } from './restClient.js';
import { TokenBucket } from './tokenBucket.js';

/** What waits to be sent on a connection, let out as its rate limit allows. Nothing outlives the connection. */
export class Outgoing {
  private readonly bucket: TokenBucket;
  private waiting: string[] = [];
  private write: ((text: string) => void) | undefined;
  private cancel: (() => void) | undefined;

  /** The bucket is kept over connections: the venue counts on. */
  constructor(
    rate: RateLimit,
    private readonly io: LiveIo,
  ) {
    this.bucket = new TokenBucket(rate, io.monotonicMs());
  }

  open(write: (text: string) => void): void {
    this.write = write;
  }

  close(): void {
    this.write = undefined;
    this.waiting = [];
    this.cancel?.();
    this.cancel = undefined;
  }

  /** False when it was dropped: no connection stands, or too much waits. */
  add(text: string): boolean {
    if (this.write === undefined || this.waiting.length >= OUTGOING_MAX) return false;
    this.waiting.push(text);
    if (this.cancel === undefined) this.sendDue();
    return true;
  }

  /** Ahead of all that waits, and whatever the limit says: a venue that asks whether we are there cuts us off otherwise. */
  sayAtOnce(text: string): void {
    if (this.write === undefined) return;
    this.bucket.force(1, this.io.monotonicMs());
    this.write(text);
  }

  private sendDue(): void {
    this.cancel = undefined;
    let sent = 0;
    for (const text of this.waiting) {
      const waitMs = this.bucket.take(1, this.io.monotonicMs());
      if (waitMs > 0) {
        this.cancel = this.io.after(waitMs, () => this.sendDue());
        break;
      }
      this.write?.(text);
      sent++;
    }
    this.waiting.splice(0, sent);
  }
}
