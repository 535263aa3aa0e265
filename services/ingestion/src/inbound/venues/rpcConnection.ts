import type { RawFrame } from '../../domain/rawFrame.js';
import type { FrameSink } from '../live/connector.js';
import type { LiveIo } from '../live/liveIo.js';
import type { RateLimit } from '../live/restClient.js';
import { createWebSocketClient, type Heartbeat, type WebSocketClient } from '../live/webSocketClient.js';

/** Requests that are sent again and again while a connection stands. */
export interface Poll {
  readonly everyMs: number;
  requests(): Promise<readonly string[]> | readonly string[];
}

export interface RpcConnectionOptions {
  readonly connector: string;
  readonly feed: string;
  readonly url: string;
  readonly rate: RateLimit;
  readonly heartbeat: Heartbeat;
  readonly silenceMs: number;
  /** What a new connection begins with. */
  opening(): Promise<readonly string[]> | readonly string[];
  /** What is sent once an answer shows that the login was taken; nothing private may be asked before. */
  readonly afterLogin?: { isLogin(text: string): boolean; requests(): readonly string[] } | undefined;
  /** What has to be answered at once. The session asks for the same answer, which isn't sent a second time. */
  readonly atOnce?: { isAsked(text: string): boolean; readonly answer: string } | undefined;
  readonly polls: readonly Poll[];
  /** Hears every message, for whoever has to know that a question was answered. */
  heard?(text: string): void;
  /** What may not stand in a journal, such as tokens, taken out of a message's bytes. */
  redact?(raw: Uint8Array): Uint8Array;
}

/** A JSON-RPC connection to a venue: subscriptions, login, and polls over the same socket. */
export class RpcConnection {
  readonly feed: string;
  private readonly client: WebSocketClient;

  constructor(
    private readonly options: RpcConnectionOptions,
    private readonly io: LiveIo,
    createClient: typeof createWebSocketClient = createWebSocketClient,
  ) {
    const { connector, feed, url, rate, heartbeat, silenceMs } = options;
    this.feed = feed;
    this.client = createClient(
      {
        connector,
        feed,
        url,
        rate,
        heartbeat,
        silenceMs,
        open: () => options.opening(),
        answer: (text) => this.hear(text),
      },
      io,
    );
  }

  async run(sink: FrameSink, signal: AbortSignal): Promise<void> {
    const stops = this.options.polls.map((poll) => this.startPoll(poll));
    try {
      await this.client.run(this.redacting(sink), signal);
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** What the session wants sent. */
  reply(replies: readonly string[]): void {
    for (const text of replies) if (text !== this.options.atOnce?.answer) this.client.send(text);
  }

  private hear(text: string): string | undefined {
    const { afterLogin, atOnce } = this.options;
    this.options.heard?.(text);
    if (atOnce?.isAsked(text) === true) return atOnce.answer;
    if (afterLogin?.isLogin(text) === true) for (const request of afterLogin.requests()) this.client.send(request);
    return undefined;
  }

  private startPoll({ everyMs, requests }: Poll): () => void {
    let cancel: () => void;
    let stopped = false;
    const ask = async (): Promise<void> => {
      try {
        // Without a connection they are dropped; a new one begins with its own.
        for (const text of await requests()) this.client.send(text);
      } finally {
        if (!stopped) cancel = this.io.after(everyMs, () => void ask());
      }
    };
    cancel = this.io.after(everyMs, () => void ask());
    return () => {
      stopped = true;
      cancel();
    };
  }

  private redacting(sink: FrameSink): FrameSink {
    const { redact } = this.options;
    if (redact === undefined) return sink;
    return { deliver: (frame: RawFrame) => sink.deliver({ ...frame, raw: redact(frame.raw) }) };
  }
}
