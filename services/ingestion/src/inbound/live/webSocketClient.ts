import type { FrameSink } from './connector.js';
import type { RateLimit } from './restClient.js';

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
