import type { RawFrame } from '../../domain/rawFrame.js';
import type { FrameSink } from './connector.js';
import type { LiveIo } from './liveIo.js';

export interface QueueBounds {
  readonly framesMax: number;
  readonly bytesMax: number;
}

interface Entry {
  readonly place: number;
  readonly frame: RawFrame;
  readonly taken: () => void;
}

/** Messages of a feed that were pushed out since the last time that this was said. */
interface Overflow {
  readonly place: number;
  readonly feed: string;
  count: number;
  bytes: number;
}

/**
 * What one connector has delivered and no step has taken. Bounded by frames and bytes: a message too many pushes out the
 * oldest, as a newer one says more. What a connector says of itself stays, and doesn't count: it is little, as each connection takes a
 * wait.
 */
export class FrameQueue implements FrameSink {
  private messages: Entry[] = [];
  /** The oldest message that is still there. */
  private head = 0;
  private bytes = 0;
  private controls: Entry[] = [];
  /** By feed; each stands at the place of the first message that it counts. */
  private overflows = new Map<string, Overflow>();
  /** Feeds that have been said to overflow, and whether they did so again since the last step. */
  private readonly overflowing = new Set<string>();
  private place = 0;
  private closed = false;
  private paused = false;

  constructor(
    private readonly connector: string,
    private readonly bounds: QueueBounds,
    private readonly io: Pick<LiveIo, 'nowUs'>,
    private readonly arrived: () => void,
  ) {}

  deliver(frame: RawFrame): Promise<void> {
    if (this.closed || (this.paused && frame.control === undefined)) return Promise.resolve();
    const { promise, resolve: taken } = Promise.withResolvers<void>();
    const entry = { place: this.place++, frame, taken };
    if (frame.control !== undefined) this.controls.push(entry);
    else {
      this.messages.push(entry);
      this.bytes += frame.raw.length;
      this.pushOut();
    }
    this.arrived();
    return promise;
  }

  /** Frames that wait, with what is to be said of those that don't any more. */
  get length(): number {
    const waiting = this.frames;
    return waiting > 0 ? waiting : this.overflowing.size;
  }

  private get frames(): number {
    return this.messages.length - this.head + this.controls.length + this.overflows.size;
  }

  get waitingBytes(): number {
    return this.bytes;
  }

  /** Takes the oldest frames, at least one when there is any, in the order of their arrival. */
  take(framesMax: number, bytesMax: number): readonly RawFrame[] {
    const recovered = [...this.overflowing].filter((feed) => !this.overflows.has(feed));
    const said = [...this.overflows.values()].map((overflow) => this.entryOf(overflow));
    for (const feed of this.overflows.keys()) this.overflowing.add(feed);
    this.overflows = new Map();
    const controls = [...said, ...this.controls].sort((a, b) => a.place - b.place);
    const frames: RawFrame[] = [];
    let bytes = 0;
    let control = 0;
    for (;;) {
      const message = this.messages[this.head];
      const next = controls[control];
      const isControl = next !== undefined && (message === undefined || next.place < message.place);
      const entry = isControl ? next : message;
      if (entry === undefined || (frames.length > 0 && frames.length >= framesMax)) break;
      const size = entry.frame.raw.length;
      if (frames.length > 0 && bytes + size > bytesMax) break;
      if (isControl) control++;
      else {
        this.head++;
        this.bytes -= size;
      }
      bytes += size;
      frames.push(entry.frame);
      entry.taken();
    }
    this.controls = controls.slice(control);
    this.compact();
    // Whatever was said to be pushed out was taken before it is said to be over.
    for (const feed of this.frames === 0 ? recovered : []) {
      this.overflowing.delete(feed);
      frames.push(this.said(feed, 'restored', 'No message was pushed out since the last step.'));
    }
    return frames;
  }

  /** Nobody takes any more: what waits is dropped, and whoever awaits that it be taken goes on. */
  close(): void {
    this.closed = true;
    for (const { taken } of [...this.messages.slice(this.head), ...this.controls]) taken();
    this.messages = [];
    this.controls = [];
    this.head = 0;
    this.bytes = 0;
    this.overflows.clear();
    this.overflowing.clear();
  }

  /** Drops the messages that wait and those that come, until `resume`: they rest on what wasn't taken. */
  pause(): void {
    this.paused = true;
    for (const { taken } of this.messages.slice(this.head)) taken();
    this.messages = [];
    this.head = 0;
    this.bytes = 0;
  }

  resume(): void {
    this.paused = false;
  }

  private pushOut(): void {
    const { framesMax, bytesMax } = this.bounds;
    // The newest stays, however long it is: its length is the client's to bound.
    while (
      this.messages.length - this.head > framesMax ||
      (this.bytes > bytesMax && this.head < this.messages.length - 1)
    ) {
      const { place, frame, taken } = this.messages[this.head++]!;
      this.bytes -= frame.raw.length;
      const overflow = this.overflows.get(frame.feed) ?? { place, feed: frame.feed, count: 0, bytes: 0 };
      overflow.count++;
      overflow.bytes += frame.raw.length;
      this.overflows.set(frame.feed, overflow);
      taken();
    }
    this.compact();
  }

  /** Removing from the front of an array moves all of it, so that is done when half of it is gone. */
  private compact(): void {
    if (this.head * 2 <= this.messages.length) return;
    this.messages = this.messages.slice(this.head);
    this.head = 0;
  }

  private entryOf({ place, feed, count, bytes }: Overflow): Entry {
    const { framesMax, bytesMax } = this.bounds;
    const detail = `Expected at most ${framesMax} messages and ${bytesMax} bytes to wait; ${count} messages of ${bytes} bytes were pushed out.`;
    return { place, frame: this.said(feed, 'degraded', detail), taken: () => {} };
  }

  private said(feed: string, kind: 'degraded' | 'restored', detail: string): RawFrame {
    const control = { kind, connector: this.connector, reason: 'overflow', detail } as const;
    return { feed, raw: new Uint8Array(0), receivedAtUs: this.io.nowUs(), control };
  }
}
