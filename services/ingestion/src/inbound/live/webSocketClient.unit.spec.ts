import { afterEach, describe, expect, it } from 'vitest';
import type { RawFrame } from '../../domain/rawFrame.js';
import { fakeIo } from './fakeIo.scenario.js';
import { fakeSockets } from './fakeSocket.scenario.js';
import { createWebSocketClient, type WebSocketClientOptions } from './webSocketClient.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort()));

function started(changes: Partial<WebSocketClientOptions> = {}) {
  const io = fakeIo();
  const { open, sockets } = fakeSockets();
  const frames: RawFrame[] = [];
  const stop = new AbortController();
  stops.push(stop);
  const options: WebSocketClientOptions = {
    connector: 'venue',
    feed: 'venue:public',
    url: 'wss://venue.example/ws?key=secret',
    rate: { tokensMax: 2, tokensPerSecond: 1 },
    heartbeat: { kind: 'none' },
    silenceMs: 10_000,
    open: () => ['subscribe a', 'subscribe b', 'subscribe c'],
    ...changes,
  };
  const client = createWebSocketClient(options, io, open);
  const ended = client.run({ deliver: async (frame) => void frames.push(frame) }, stop.signal);
  const said = (): string[] =>
    frames.map(({ control, raw }) =>
      control === undefined
        ? Buffer.from(raw).toString()
        : control.kind === 'disconnected'
          ? `disconnected ${control.session}: ${control.reason}`
          : control.kind,
    );
  return { io, sockets, frames, said, stop, client, ended };
}

describe('a WebSocket client', () => {
  it('says that it is connected before the first message, and never shows what may be a key', async () => {
    const { io, sockets, said, frames } = started();
    sockets[0]!.events.opened();
    sockets[0]!.events.message(bytes('{"a":1}'));
    await io.pass(0);
    expect(said()).toEqual(['connected', '{"a":1}']);
    expect(frames[0]!.control).toEqual({
      kind: 'connected',
      connector: 'venue',
      session: 1,
      endpoint: 'venue.example',
    });
  });

  it('lets subscriptions out as the rate limit allows: two at once, then one a second', async () => {
    const { io, sockets } = started();
    sockets[0]!.events.opened();
    await io.pass(0);
    expect(sockets[0]!.sent).toEqual(['subscribe a', 'subscribe b']);
    await io.pass(999);
    expect(sockets[0]!.sent).toHaveLength(2);
    await io.pass(1);
    expect(sockets[0]!.sent).toEqual(['subscribe a', 'subscribe b', 'subscribe c']);
  });

  it('answers a test request at once, ahead of what waits', async () => {
    const { io, sockets } = started({ answer: (text) => (text === 'are you there' ? 'yes' : undefined) });
    sockets[0]!.events.opened();
    await io.pass(0);
    sockets[0]!.events.message(bytes('are you there'));
    expect(sockets[0]!.sent).toEqual(['subscribe a', 'subscribe b', 'yes']);
    // The answer took a token, so the third subscription waits for two of them.
    await io.pass(1_000);
    expect(sockets[0]!.sent).toHaveLength(3);
    await io.pass(1_000);
    expect(sockets[0]!.sent.at(-1)).toBe('subscribe c');
  });

  it('closes a half-open connection, and subscribes again on the next', async () => {
    const { io, sockets, said } = started();
    sockets[0]!.events.opened();
    await io.pass(6_000);
    sockets[0]!.events.alive();
    await io.pass(9_999);
    expect(sockets[0]!.ended).toBe(false);
    await io.pass(1);
    expect(sockets[0]!.ended).toBe(true);
    expect(said()).toEqual(['connected', 'disconnected 1: half open']);
    // Full jitter: half of the first bound of 500 ms with this randomness.
    await io.pass(249);
    expect(sockets).toHaveLength(1);
    await io.pass(1);
    expect(sockets).toHaveLength(2);
    sockets[1]!.events.opened();
    await io.pass(2_000);
    expect(sockets[1]!.sent).toEqual(['subscribe a', 'subscribe b', 'subscribe c']);
  });

  it('waits longer from failure to failure, and from the beginning after a connection that stood', async () => {
    const { io, sockets } = started();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      sockets.at(-1)!.events.closed('connection lost');
      const from = io.monotonicMs();
      const before = sockets.length;
      while (sockets.length === before) await io.pass(50);
      waits.push(io.monotonicMs() - from);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    sockets.at(-1)!.events.opened();
    for (let second = 0; second < 60; second++) {
      await io.pass(1_000);
      sockets.at(-1)!.events.alive();
    }
    sockets.at(-1)!.events.closed('closed by the other end (1001)');
    const count = sockets.length;
    await io.pass(250);
    expect(sockets).toHaveLength(count + 1);
  });

  it('beats with ping frames or with messages of the venue', async () => {
    const pinging = started({ heartbeat: { kind: 'ping_frame', everyMs: 3_000 } });
    pinging.sockets[0]!.events.opened();
    await pinging.io.pass(9_000);
    expect(pinging.sockets[0]!.pings).toBe(3);
    const saying = started({ heartbeat: { kind: 'message', everyMs: 3_000, text: () => 'ping' }, open: () => [] });
    saying.sockets[0]!.events.opened();
    await saying.io.pass(6_000);
    expect(saying.sockets[0]!.sent).toEqual(['ping', 'ping']);
  });

  it('closes the connection when the login could not be made, without the reason that may hold a key', async () => {
    const { io, sockets, said } = started({ open: () => Promise.reject(new Error('key abc is bad')) });
    sockets[0]!.events.opened();
    await io.pass(0);
    expect(said()).toEqual(['connected', 'disconnected 1: login failed']);
  });

  it('ends when it is stopped, and drops what is sent without a connection', async () => {
    const { io, sockets, said, stop, client, ended } = started();
    expect(client.send('too early')).toBe(false);
    sockets[0]!.events.opened();
    stop.abort();
    await ended;
    await io.pass(60_000);
    expect(said()).toEqual(['connected', 'disconnected 1: stopped']);
    expect(sockets).toHaveLength(1);
  });
});
