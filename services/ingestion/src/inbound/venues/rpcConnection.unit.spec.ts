import { describe, expect, it } from 'vitest';
import type { RawFrame } from '../../domain/rawFrame.js';
import type { FrameSink } from '../live/connector.js';
import type { WebSocketClientOptions } from '../live/webSocketClient.js';
import { redactTokens } from './deribit/redactTokens.js';
import { RpcConnection, type RpcConnectionOptions } from './rpcConnection.js';

/** A client that sends nowhere, and hears what the test says. */
function connectionOf(options: Partial<RpcConnectionOptions>) {
  const sent: string[] = [];
  const timers: { ms: number; call: () => void }[] = [];
  let client: WebSocketClientOptions | undefined;
  const io = {
    nowUs: () => 1_700_000_000_000_000n,
    monotonicMs: () => 0,
    random: () => 0.5,
    after: (ms: number, call: () => void) => {
      const timer = { ms, call };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  };
  const frames: RawFrame[] = [];
  const sink: FrameSink = { deliver: (frame) => (frames.push(frame), Promise.resolve()) };
  const connection = new RpcConnection(
    {
      connector: 'c',
      feed: 'f',
      url: 'ws://127.0.0.1:1',
      rate: { tokensMax: 1, tokensPerSecond: 1 },
      heartbeat: { kind: 'none' },
      silenceMs: 1,
      opening: () => ['first'],
      polls: [],
      ...options,
    },
    io,
    (found) => {
      client = found;
      return {
        run: (to) => to.deliver({ feed: 'f', raw: new TextEncoder().encode(LOGIN), receivedAtUs: 1n }),
        send: (text) => (sent.push(text), true),
      };
    },
  );
  return {
    connection,
    sent,
    timers,
    frames,
    sink,
    heard: (text: string) => client?.answer?.(text),
    client: () => client,
  };
}

const LOGIN = '{"id":"public/auth","result":{"access_token":"secret.one","refresh_token" : "secret.two","scope":"x"}}';

describe('RpcConnection', () => {
  it('begins with its opening, and answers at once what the venue asks, once', async () => {
    const atOnce = { isAsked: (text: string) => text.includes('test_request'), answer: 'test' };
    const { connection, sent, heard, client } = connectionOf({ atOnce });
    expect(await client()?.open(1)).toEqual(['first']);
    expect(heard('{"type":"test_request"}')).toBe('test');
    expect(heard('{"type":"heartbeat"}')).toBeUndefined();
    connection.reply(['test', 'subscribe again']);
    expect(sent).toEqual(['subscribe again']);
  });

  it('asks private things only after the login was taken', () => {
    const afterLogin = {
      isLogin: (text: string) => text.includes('access_token'),
      requests: () => ['subscribe', 'positions'],
    };
    const { sent, heard } = connectionOf({ afterLogin });
    heard('{"result":"ok"}');
    expect(sent).toEqual([]);
    heard(LOGIN);
    expect(sent).toEqual(['subscribe', 'positions']);
  });

  it('lets no token through to the journal', async () => {
    const { connection, frames, sink } = connectionOf({ redact: redactTokens });
    await connection.run(sink, new AbortController().signal);
    expect(new TextDecoder().decode(frames[0]?.raw)).toBe(
      '{"id":"public/auth","result":{"access_token":"redacted","refresh_token":"redacted","scope":"x"}}',
    );
  });

  it('polls again and again, and no more when its run is over', async () => {
    const { connection, sent, timers, sink } = connectionOf({ polls: [{ everyMs: 500, requests: () => ['poll'] }] });
    const running = connection.run(sink, new AbortController().signal);
    expect(timers.map(({ ms }) => ms)).toEqual([500]);
    timers.splice(0, 1)[0]?.call();
    await Promise.resolve();
    expect(sent).toEqual(['poll']);
    await running;
    await new Promise((resolve) => setImmediate(resolve));
    expect(timers).toEqual([]);
  });
});
