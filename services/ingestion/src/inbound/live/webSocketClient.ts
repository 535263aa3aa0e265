import type { FrameControl } from '../../domain/rawFrame.js';
import { backoffMs } from './backoff.js';
import type { FrameSink } from './connector.js';
import { CONNECT_TIMEOUT_MS, MESSAGE_BYTES_MAX, RECONNECT_FIRST_MS, RECONNECT_MAX_MS, STABLE_MS } from './limits.js';
import type { LiveIo } from './liveIo.js';
import { receiptClock } from './receiptClock.js';
import { type OpenSocket, openWebSocket, type SocketEvents } from './openSocket.js';
import { Outgoing } from './outgoing.js';
import { pauseFor } from './pauseFor.js';
import type { RateLimit } from './restClient.js';
import { watchSilence } from './watchSilence.js';

/** How the two ends of a connection show each other that they are there. */
export type Heartbeat =
  /** Ping frames of the protocol; the other end answers with pong frames. */
  | { readonly kind: 'ping_frame'; readonly everyMs: number }
  /** Messages of the application; any message shows that the other end is there. */
  | { readonly kind: 'message'; readonly everyMs: number; text(): string }
  /** The venue asks and `answer` answers, or messages never cease. */
  | { readonly kind: 'none' };

export interface WebSocketClientOptions {
  /** The connector's id. */
  readonly connector: string;
  /** The feed of which each message is a frame. */
  readonly feed: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly rate: RateLimit;
  readonly heartbeat: Heartbeat;
  /** No byte for so long, and the connection counts as half open: it is closed and made anew. */
  readonly silenceMs: number;
  readonly connectTimeoutMs?: number | undefined;
  readonly messageBytesMax?: number | undefined;
  /**
   * What a new connection begins with, in this order: login, heartbeat, subscriptions. Asked anew at each connection, as a
   * signature has a time; a rejection closes the connection, and it is tried again.
   */
  open(session: number): Promise<readonly string[]> | readonly string[];
  /**
   * What has to be answered at once, ahead of everything that waits: a venue's test request. Undefined for all else. It is
   * not told apart from other messages otherwise, and becomes a frame like them.
   */
  answer?(text: string): string | undefined;
}

export interface WebSocketClient {
  /**
   * Connects, and connects again, until the signal is aborted; every message becomes a frame, and `connected` and
   * `disconnected` stand at their places among them.
   */
  run(sink: FrameSink, signal: AbortSignal): Promise<void>;
  /** Sends through the rate limit; false, and dropped, when no connection stands or too much waits. */
  send(text: string): boolean;
}

export function createWebSocketClient(
  options: WebSocketClientOptions,
  io: LiveIo,
  openSocket: OpenSocket = openWebSocket,
): WebSocketClient {
  return new ReconnectingClient(options, io, openSocket);
}

class ReconnectingClient implements WebSocketClient {
  private session = 0;
  private readonly outgoing: Outgoing;
  private readonly endpoint: string;
  private readonly receivedUs: () => bigint;

  constructor(
    private readonly options: WebSocketClientOptions,
    private readonly io: LiveIo,
    private readonly openSocket: OpenSocket,
  ) {
    this.outgoing = new Outgoing(options.rate, io);
    this.receivedUs = receiptClock(io);
    // A path or a query may hold a key.
    this.endpoint = new URL(options.url).host;
  }

  async run(sink: FrameSink, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const stoodMs = await this.connection(sink, signal);
      failures = stoodMs >= STABLE_MS ? 1 : failures + 1;
      const backoff = { firstMs: RECONNECT_FIRST_MS, maxMs: RECONNECT_MAX_MS };
      await pauseFor(
        backoffMs(failures, backoff, () => this.io.random()),
        this.io,
        signal,
      );
    }
  }

  send(text: string): boolean {
    return this.outgoing.add(text);
  }

  /** One connection from its first attempt to its end; resolves with how long it stood, in milliseconds. */
  private connection(sink: FrameSink, signal: AbortSignal): Promise<number> {
    const { options, io, outgoing } = this;
    const session = ++this.session;
    const control = { connector: options.connector, session, endpoint: this.endpoint };
    const deliver = (raw: Uint8Array, said?: FrameControl): void =>
      void sink.deliver({ feed: options.feed, raw, receivedAtUs: this.receivedUs(), ...(said && { control: said }) });
    return new Promise((resolve) => {
      let openedAtMs: number | undefined;
      let reason: string | undefined;
      const end = (why: string): void => {
        reason ??= why;
        socket.terminate();
      };
      const silence = watchSilence(options.silenceMs, io, () => end('half open'));
      const heartbeat = beat(options.heartbeat, io, {
        ping: () => socket.ping(),
        say: (text) => outgoing.sayAtOnce(text),
      });
      const abort = (): void => end('stopped');
      const events: SocketEvents = {
        opened: () => {
          openedAtMs = io.monotonicMs();
          deliver(NOTHING, { kind: 'connected', ...control });
          outgoing.open((text) => socket.send(text));
          silence.start();
          heartbeat.start();
          void this.greet(session, () => end('login failed'));
        },
        message: (raw) => {
          silence.heard();
          const answer = options.answer?.(decoder.decode(raw));
          if (answer !== undefined) outgoing.sayAtOnce(answer);
          deliver(raw);
        },
        alive: () => silence.heard(),
        closed: (found) => {
          silence.stop();
          heartbeat.stop();
          outgoing.close();
          signal.removeEventListener('abort', abort);
          deliver(NOTHING, { kind: 'disconnected', ...control, reason: reason ?? found });
          resolve(openedAtMs === undefined ? 0 : io.monotonicMs() - openedAtMs);
        },
      };
      const socket = this.openSocket(
        {
          url: options.url,
          headers: options.headers ?? {},
          connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
          messageBytesMax: options.messageBytesMax ?? MESSAGE_BYTES_MAX,
        },
        events,
      );
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Login and subscriptions. What the failure says may hold what it was signed with, so it isn't passed on. */
  private async greet(session: number, failed: () => void): Promise<void> {
    try {
      const messages = await this.options.open(session);
      if (session !== this.session) return;
      for (const message of messages) if (!this.outgoing.add(message)) return;
    } catch {
      if (session === this.session) failed();
    }
  }
}

/** Runs the heartbeat of a connection. */
function beat(
  heartbeat: Heartbeat,
  io: LiveIo,
  to: { ping(): void; say(text: string): void },
): { start(): void; stop(): void } {
  let cancel: (() => void) | undefined;
  if (heartbeat.kind === 'none') return { start: () => {}, stop: () => {} };
  const { everyMs } = heartbeat;
  const again = (): void => {
    if (heartbeat.kind === 'ping_frame') to.ping();
    else to.say(heartbeat.text());
    cancel = io.after(everyMs, again);
  };
  return { start: () => (cancel = io.after(everyMs, again)), stop: () => cancel?.() };
}

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();
