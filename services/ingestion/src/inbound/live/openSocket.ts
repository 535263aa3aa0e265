import { WebSocket } from 'ws';

export interface SocketTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connectTimeoutMs: number;
  readonly messageBytesMax: number;
}

/** What a socket tells. `closed` comes once and last; nothing comes after it. */
export interface SocketEvents {
  opened(): void;
  message(raw: Uint8Array): void;
  /** Something arrived that is no message: a ping or a pong. */
  alive(): void;
  closed(reason: string): void;
}

export interface Socket {
  send(text: string): void;
  ping(): void;
  /** Ends it at once, without a farewell that a half-open connection would never answer. */
  terminate(): void;
}

export type OpenSocket = (target: SocketTarget, events: SocketEvents) => Socket;

/** A WebSocket over the network. The bound holds for a message as it was sent and as it decompresses. */
export const openWebSocket: OpenSocket = (target, events) => {
  const socket = new WebSocket(target.url, {
    headers: target.headers,
    handshakeTimeout: target.connectTimeoutMs,
    maxPayload: target.messageBytesMax,
    followRedirects: false,
  });
  let failure: string | undefined;
  socket.on('open', () => events.opened());
  socket.on('message', (data) => events.message(bytesOf(data)));
  socket.on('ping', () => events.alive());
  socket.on('pong', () => events.alive());
  socket.on('error', (error) => {
    failure ??= reasonOf(error);
    // A farewell after a broken message would wait for the other end, up to half a minute.
    socket.terminate();
  });
  socket.on('unexpected-response', (request, response) => {
    failure ??= response.statusCode === 429 ? 'rate limited' : `refused with HTTP ${response.statusCode}`;
    response.resume();
    request.destroy();
    socket.terminate();
  });
  socket.on('close', (code) => events.closed(failure ?? closeReason(code)));
  return {
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    terminate: () => socket.terminate(),
  };
};

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** Texts of errors may hold an address with a key in it; their codes don't. */
function reasonOf(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return 'message too large';
  if (code.startsWith('WS_ERR_')) return `protocol error (${code})`;
  if (error.message === 'Opening handshake has timed out') return 'connect timeout';
  return `connection failed (${code})`;
}

function closeReason(code: number): string {
  if (code === 1_009) return 'message too large';
  return code === 1_006 ? 'connection lost' : `closed by the other end (${code})`;
}
