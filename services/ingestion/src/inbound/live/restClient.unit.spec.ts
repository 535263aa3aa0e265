import { describe, expect, it } from 'vitest';
import { fakeIo } from './fakeIo.scenario.js';
import { createRestClient, type Fetch, type RestClientOptions } from './restClient.js';

const never = new AbortController().signal;

function client(
  answers: ((init: RequestInit) => Promise<Response> | Response)[],
  changes: Partial<RestClientOptions> = {},
) {
  const io = fakeIo();
  const asked: { readonly url: string; readonly atMs: number }[] = [];
  const ask: Fetch = async (url, init) => {
    asked.push({ url, atMs: io.monotonicMs() });
    return answers[Math.min(asked.length, answers.length) - 1]!(init);
  };
  const options = { baseUrl: 'https://venue.example', rate: { tokensMax: 100, tokensPerSecond: 100 }, ...changes };
  return { io, asked, rest: createRestClient(options, io, ask) };
}

const times = (asked: readonly { readonly atMs: number }[]): number[] => asked.map(({ atMs }) => atMs);

describe('a REST client', () => {
  it('answers with the body and both times', async () => {
    const { rest, asked, io } = client([() => new Response('{"ok":true}')]);
    const outcome = await rest.request({ method: 'GET', path: '/time' }, never);
    expect(asked[0]!.url).toBe('https://venue.example/time');
    expect(outcome).toMatchObject({ kind: 'answer', status: 200, sentAtUs: io.nowUs(), receivedAtUs: io.nowUs() });
    expect(outcome.kind === 'answer' && Buffer.from(outcome.body).toString()).toBe('{"ok":true}');
  });

  it('waits for as long as Retry-After says, and a little more', async () => {
    const busy = (): Response => new Response('slow down', { status: 429, headers: { 'retry-after': '3' } });
    const { rest, asked, io } = client([busy, () => new Response('x')]);
    const outcome = rest.request({ method: 'GET', path: '/' }, never);
    // Three seconds, and half of the first bound of 250 ms of jitter.
    await io.pass(3_124);
    expect(asked).toHaveLength(1);
    await io.pass(1);
    expect((await outcome).kind).toBe('answer');
  });

  it('does not wait for an hour: that is a refusal', async () => {
    const { rest } = client([() => new Response('no', { status: 429, headers: { 'retry-after': '3600' } })]);
    expect(await rest.request({ method: 'GET', path: '/' }, never)).toMatchObject({ kind: 'refused', status: 429 });
  });

  it('tries again after 5xx with a growing wait, and gives up', async () => {
    const { rest, asked, io } = client([() => new Response('oh', { status: 503 })], { attemptsMax: 4 });
    const outcome = rest.request({ method: 'GET', path: '/' }, never);
    await io.pass(10_000);
    expect(times(asked)).toEqual([0, 125, 375, 875]);
    expect(await outcome).toMatchObject({ kind: 'refused', status: 503 });
  });

  it('does not repeat what was refused for good', async () => {
    const { rest, asked } = client([() => new Response('bad', { status: 400 })]);
    expect(await rest.request({ method: 'GET', path: '/' }, never)).toMatchObject({ kind: 'refused', status: 400 });
    expect(asked).toHaveLength(1);
  });

  it('gives up on an answer that does not come, or is too long', async () => {
    const hanging = (init: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) => init.signal!.addEventListener('abort', () => reject(init.signal!.reason)));
    const slow = client([hanging], { timeoutMs: 1_000, attemptsMax: 1 });
    const outcome = slow.rest.request({ method: 'GET', path: '/' }, never);
    await slow.io.pass(1_000);
    expect(await outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
    const long = client([() => new Response('x'.repeat(101))], { bodyBytesMax: 100 });
    expect(await long.rest.request({ method: 'GET', path: '/' }, never)).toMatchObject({ reason: 'too_large' });
  });

  it('keeps to its rate and to what may be in flight', async () => {
    const { rest, asked, io } = client([() => new Response('x')], { rate: { tokensMax: 2, tokensPerSecond: 2 } });
    const all = Promise.all([1, 2, 3, 4].map(() => rest.request({ method: 'GET', path: '/' }, never)));
    await io.pass(2_000);
    await all;
    expect(times(asked)).toEqual([0, 0, 500, 1_000]);
    let open = 0;
    let most = 0;
    const held = client(
      [
        async () => {
          most = Math.max(most, ++open);
          await new Promise<void>((resolve) => held.io.after(100, resolve));
          open--;
          return new Response('x');
        },
      ],
      { inFlightMax: 3 },
    );
    const many = Promise.all(Array.from({ length: 9 }, () => held.rest.request({ method: 'GET', path: '/' }, never)));
    for (let turn = 0; turn < 30; turn++) {
      await held.io.pass(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await many;
    expect(most).toBe(3);
  });
});
