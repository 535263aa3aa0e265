import { describe, expect, it } from 'vitest';
import type { FrameControl } from '../../domain/rawFrame.js';
import type { RestOutcome } from '../live/restClient.js';
import { QUESTIONS_ASIDE_MAX } from './limits.js';
import { askAside, pollRest } from './pollRest.js';
import { questionName } from './questionName.js';

describe('a question that stays unanswered', () => {
  it('is called the same whenever it is asked', () => {
    expect(questionName('{"path":"/v4/fills?address=dydx1a&createdBeforeOrAt=2026"}')).toBe('/v4/fills');
    const funding = (startTime: number): string => JSON.stringify({ type: 'fundingHistory', coin: 'ETH', startTime });
    expect(questionName(funding(1))).toBe('fundingHistory/ETH');
    expect(questionName(funding(2))).toBe('fundingHistory/ETH');
    expect(questionName('{"type":"meta","dex":""}')).toBe('meta');
  });

  it('is said once, and ends under the name that it began with, whatever time it asks for', async () => {
    const answer = { kind: 'answer', status: 200, body: Buffer.from('[]'), sentAtUs: 0n, receivedAtUs: 0n } as const;
    const outcomes: RestOutcome[] = [
      { kind: 'refused', status: 500, body: Buffer.alloc(0) },
      { kind: 'failed', reason: 'timeout', detail: 'late' },
      answer,
    ];
    const stop = new AbortController();
    const said: FrameControl[] = [];
    let asked = 0;
    const io = {
      nowUs: () => BigInt(++asked) * 1_000_000n,
      monotonicMs: () => 0,
      random: () => 0,
      after: (_ms: number, call: () => void) => {
        setImmediate(call);
        return () => {};
      },
    };
    const client = { request: async (): Promise<RestOutcome> => outcomes.shift() ?? answer };
    const question = (nowMs: number) => ({
      request: { method: 'POST' as const, path: '/info' },
      asked: JSON.stringify({ type: 'fundingHistory', coin: 'ETH', startTime: nowMs }),
    });
    const sink = {
      deliver: async ({ control }: { readonly control?: FrameControl | undefined }): Promise<void> => {
        if (control !== undefined) said.push(control);
        if (outcomes.length === 0 && said.at(-1)?.kind === 'restored') stop.abort();
      },
    };
    await pollRest([{ everyMs: 1, question }], { connector: 'c', feed: 'f', client, sink, io }, stop.signal);
    expect(said).toMatchObject([
      { kind: 'degraded', reason: 'fundingHistory/ETH', detail: 'status 500' },
      { kind: 'restored', reason: 'fundingHistory/ETH' },
    ]);
  });
});

describe('a question beside the polls', () => {
  it('is not asked while as many are under way as may be', async () => {
    const stop = new AbortController();
    const waiting: ((outcome: RestOutcome) => void)[] = [];
    const target = {
      connector: 'c',
      feed: 'f',
      client: { request: () => new Promise<RestOutcome>((resolve) => void waiting.push(resolve)) },
      sink: { deliver: async (): Promise<void> => {} },
      io: { nowUs: () => 0n, monotonicMs: () => 0, random: () => 0, after: () => () => {} },
    };
    const ask = askAside(target, stop.signal);
    const question = { request: { method: 'GET' as const, path: '/v4/trades' }, asked: '{}' };
    for (let asked = 0; asked < QUESTIONS_ASIDE_MAX + 10; asked++) ask(question);
    expect(waiting).toHaveLength(QUESTIONS_ASIDE_MAX);
    waiting.splice(0, 3).forEach((answer) => answer({ kind: 'failed', reason: 'timeout', detail: 'late' }));
    await new Promise((resolve) => void setImmediate(resolve));
    for (let asked = 0; asked < 10; asked++) ask(question);
    expect(waiting).toHaveLength(QUESTIONS_ASIDE_MAX);
  });
});
