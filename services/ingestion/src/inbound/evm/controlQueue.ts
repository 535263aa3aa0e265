import type { FrameControl, RawFrame } from '../../domain/rawFrame.js';
import type { Endpoint } from './endpoints/endpoint.js';
import type { EndpointStanding } from './endpoints/endpointStanding.js';

/**
 * What the connector says of itself and of its nodes, until it goes out before the next block. Each thing that can be wrong
 * has a reason of its own (a node's is `endpoint/NAME`), so that each is said to be over by itself.
 */
export class ControlQueue {
  private waiting: RawFrame[] = [];
  private readonly open = new Map<string, string>();

  constructor(
    private readonly feed: string,
    private readonly connector: string,
    private readonly nowUs: () => bigint,
  ) {}

  /** Says once that something is wrong; again only when the words have changed. */
  degraded(reason: string, detail: string): void {
    if (this.open.get(reason) === detail) return;
    this.open.set(reason, detail);
    this.say({ kind: 'degraded', connector: this.connector, reason, detail });
  }

  restored(reason: string, detail: string): void {
    if (!this.open.delete(reason)) return;
    this.say({ kind: 'restored', connector: this.connector, reason, detail });
  }

  /** Says of what a run before this one may have left open that it is over; what is wrong still is said again. */
  begunAnew(reasons: readonly string[]): void {
    for (const reason of reasons) {
      if (this.open.has(reason)) continue;
      this.say({ kind: 'restored', connector: this.connector, reason, detail: 'The connector has begun anew.' });
    }
  }

  connected(session: number, endpoint: string): void {
    this.say({ kind: 'connected', connector: this.connector, session, endpoint });
  }

  disconnected(session: number, endpoint: string, reason: string): void {
    this.say({ kind: 'disconnected', connector: this.connector, session, endpoint, reason });
  }

  /** A node's standing changed: what is wrong with it, or that nothing is any more. */
  standing({ name, standing }: Endpoint, before: EndpointStanding): void {
    if (standing.wrong === before.wrong) return;
    const reason = `endpoint/${name}`;
    if (standing.wrong === undefined) this.restored(reason, `${name} answers as expected.`);
    else this.degraded(reason, `${name}, ${standing.wrong.reason}: ${standing.wrong.detail}`);
  }

  taken(): readonly RawFrame[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }

  private say(control: FrameControl): void {
    this.waiting.push({ feed: this.feed, raw: new Uint8Array(), receivedAtUs: this.nowUs(), control });
  }
}
