import type { FaultKind, FaultPlan, InjectedFault, PlannedFault } from './faultPlan.js';
import { CLOCK_SHIFT_MS, GAP_MESSAGES, OUTAGE_HAPPENINGS, OVERSIZED_BYTES, SLOW_MS } from './limits.js';
import { malform } from './malform.js';
import type { VenueClock } from './venueClock.js';
import type { VenueMessage, VenueScript } from './venueScript.js';

/** A socket as the faults see it. */
export interface FaultyWire {
  send(connection: string, text: string): void;
  terminate(connection: string): void;
  /** Ends it as well, and so many things happen at the venue before it can come back. */
  leaveOut(connection: string, happenings: number): void;
  /** The next handshakes are refused with this status. */
  refuseHandshakes(status: number): void;
}

export interface FaultLayerOptions {
  readonly script: VenueScript;
  readonly faults: FaultPlan;
  readonly clock: VenueClock;
  readonly wire: FaultyWire;
  /** Whether a fault may be injected now; always when left out. A suite waits with the next one until the last was found. */
  readonly mayInject?: ((kind: FaultKind) => boolean) | undefined;
}

/** Stands between a script and its sockets, and spoils what the plan says. */
export class FaultLayer {
  readonly injected: InjectedFault[] = [];
  messages = 0;
  private readonly left: PlannedFault[];
  private readonly silent = new Set<string>();
  /** Messages held back by connection: behind the next one of their channel, or until a slow connection goes on. */
  private readonly held = new Map<string, VenueMessage>();
  private readonly slow = new Map<string, VenueMessage[]>();
  private readonly dropping = new Map<string, number>();

  constructor(private readonly options: FaultLayerOptions) {
    this.left = [...options.faults];
  }

  /** Faults that are still to come. */
  get pending(): number {
    return this.left.length;
  }

  closed(connection: string): void {
    this.silent.delete(connection);
    this.slow.delete(connection);
    for (const key of [...this.held.keys(), ...this.dropping.keys()]) {
      if (!key.startsWith(`${connection}|`)) continue;
      this.held.delete(key);
      this.dropping.delete(key);
    }
  }

  /** A half-open connection neither says nor hears anything. */
  isSilent(connection: string): boolean {
    return this.silent.has(connection);
  }

  pass(message: VenueMessage): void {
    if (message.kind !== 'heartbeat') this.messages++;
    if (this.silent.has(message.connection)) return;
    const slow = this.slow.get(message.connection);
    if (slow !== undefined) return void slow.push(message);
    const name = `${message.connection}|${message.channel}`;
    const dropped = this.dropping.get(name) ?? 0;
    if (dropped > 0) {
      this.dropping.set(name, dropped - 1);
      return this.alsoLost(message);
    }
    const fault = this.take(message);
    if (fault === undefined) return this.release(name, message);
    this.inject(fault.kind, message, name);
  }

  private release(name: string, message: VenueMessage): void {
    const { wire } = this.options;
    wire.send(message.connection, message.text);
    const late = this.held.get(name);
    if (late === undefined) return;
    this.held.delete(name);
    wire.send(late.connection, late.text);
  }

  private take(message: VenueMessage): PlannedFault | undefined {
    const index = this.left.findIndex(
      ({ fromMessage, kind, onto }) =>
        fromMessage <= this.messages &&
        message.kind !== 'heartbeat' &&
        (onto === undefined || onto.includes(message.kind)) &&
        (this.options.mayInject?.(kind) ?? true),
    );
    return index === -1 ? undefined : this.left.splice(index, 1)[0];
  }

  private inject(kind: FaultKind, message: VenueMessage, name: string): void {
    const { script, clock, wire } = this.options;
    const { connection, text } = message;
    const note = (sent = '', trades: readonly string[] = []): void =>
      void this.injected.push({
        kind,
        connection,
        atMs: Number(clock.nowUs() / 1_000n),
        onto: message.kind,
        channel: message.channel,
        sent,
        trades,
      });
    const instead = (spoilt: string | undefined): void => {
      note(spoilt ?? text, message.trades);
      wire.send(connection, spoilt ?? text);
    };
    switch (kind) {
      case 'drop':
        return note('', message.trades);
      case 'gap':
        this.dropping.set(name, GAP_MESSAGES - 1);
        return note('', message.trades);
      case 'duplicate':
        note(text);
        wire.send(connection, text);
        return wire.send(connection, text);
      case 'reorder':
        this.held.set(name, message);
        return note(text);
      case 'bad_book':
        return instead(script.spoilBook(message));
      case 'clock_ahead':
        return instead(script.shiftTime(message, CLOCK_SHIFT_MS));
      case 'clock_behind':
        return instead(script.shiftTime(message, -CLOCK_SHIFT_MS));
      case 'truncated':
      case 'wrong_type':
      case 'duplicate_key':
        return instead(malform(kind, text));
      case 'oversized':
        note();
        return wire.send(connection, ' '.repeat(OVERSIZED_BYTES));
      case 'half_open':
        this.silent.add(connection);
        return note();
      case 'slow':
        this.slow.set(connection, [message]);
        clock.after(SLOW_MS, () => this.goOn(connection));
        return note();
      case 'http_429':
      case 'http_500':
        wire.refuseHandshakes(kind === 'http_429' ? 429 : 500);
        note();
        return wire.terminate(connection);
      case 'abrupt_close':
        note();
        return wire.terminate(connection);
      case 'outage':
        note();
        return wire.leaveOut(connection, OUTAGE_HAPPENINGS);
    }
  }

  private alsoLost({ trades = [] }: VenueMessage): void {
    const last = this.injected.at(-1);
    if (last !== undefined) this.injected[this.injected.length - 1] = { ...last, trades: [...last.trades, ...trades] };
  }

  private goOn(connection: string): void {
    const waiting = this.slow.get(connection) ?? [];
    this.slow.delete(connection);
    for (const { text } of waiting) this.options.wire.send(connection, text);
  }
}
