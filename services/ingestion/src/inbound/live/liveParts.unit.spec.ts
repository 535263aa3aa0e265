import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawFrame } from '../../domain/rawFrame.js';
import { backoffMs } from './backoff.js';
import { clockOffset } from './clockOffset.js';
import { FrameQueue } from './frameQueue.js';
import { TokenBucket } from './tokenBucket.js';

const io = { nowUs: () => 7n };
const message = (text: string, feed = 'f'): RawFrame => ({ feed, raw: Buffer.from(text), receivedAtUs: 1n });
const connected = (session: number): RawFrame => ({
  feed: 'f',
  raw: new Uint8Array(0),
  receivedAtUs: 1n,
  control: { kind: 'connected', connector: 'c', session, endpoint: 'e' },
});
const shown = ({ raw, control }: RawFrame): string =>
  control === undefined
    ? Buffer.from(raw).toString()
    : control.kind === 'degraded' || control.kind === 'restored'
      ? `${control.kind}: ${control.detail}`
      : control.kind;

describe('the queue of a connector', () => {
  it('gives frames in their order, no more than asked for, and resolves those it gave', async () => {
    const queue = new FrameQueue('c', { framesMax: 10, bytesMax: 100 }, io, () => {});
    const taken: string[] = [];
    for (const text of ['a', 'b', 'c']) void queue.deliver(message(text)).then(() => taken.push(text));
    expect(queue.take(2, 100).map(shown)).toEqual(['a', 'b']);
    await Promise.resolve();
    expect(taken).toEqual(['a', 'b']);
    expect(queue.length).toBe(1);
  });

  it('pushes out the oldest messages, never what the connector says of itself, and counts them at their place', () => {
    const queue = new FrameQueue('c', { framesMax: 2, bytesMax: 100 }, io, () => {});
    void queue.deliver(connected(1));
    for (const text of ['a', 'b']) void queue.deliver(message(text));
    void queue.deliver(connected(2));
    for (const text of ['c', 'd', 'e']) void queue.deliver(message(text));
    const detail = 'Expected at most 2 messages and 100 bytes to wait; 3 messages of 3 bytes were pushed out.';
    expect(queue.take(10, 100).map(shown)).toEqual(['connected', `degraded: ${detail}`, 'connected', 'd', 'e']);
    expect(queue.take(10, 100).map(shown)).toEqual(['restored: No message was pushed out since the last step.']);
    expect(queue.take(10, 100)).toEqual([]);
  });

  it('is bounded in bytes as well, and keeps the newest message however long', () => {
    const queue = new FrameQueue('c', { framesMax: 100, bytesMax: 10 }, io, () => {});
    for (let count = 0; count < 5; count++) void queue.deliver(message('xxxx'));
    expect(queue.waitingBytes).toBe(8);
    void queue.deliver(message('y'.repeat(50)));
    expect(queue.waitingBytes).toBe(50);
  });

  it('holds no more than its bound whatever comes and goes, and loses nothing without saying so', () => {
    const action = fc.oneof(
      fc.record({ give: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ take: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const queue = new FrameQueue('c', { framesMax: 5, bytesMax: 1_000 }, io, () => {});
        let given = 0;
        let got = 0;
        let last = -1;
        const take = (most: number): void => {
          for (const frame of queue.take(most, 1_000)) {
            if (frame.control === undefined) {
              const number = Number(shown(frame));
              expect(number).toBeGreaterThan(last);
              last = number;
              got++;
            } else got += Number(/; (\d+) messages/.exec(shown(frame))?.[1] ?? 0);
          }
        };
        for (const one of actions) {
          if ('take' in one) take(one.take);
          else for (let count = 0; count < one.give; count++) void queue.deliver(message(String(given++)));
          expect(queue.length).toBeLessThanOrEqual(6);
        }
        while (queue.length > 0) take(100);
        expect(got).toBe(given);
      }),
    );
  });
});

describe('waiting', () => {
  it('spreads evenly below a bound that doubles up to its maximum', () => {
    const backoff = { firstMs: 100, maxMs: 1_000 };
    expect([1, 2, 3, 4, 5, 99].map((failures) => backoffMs(failures, backoff, () => 0.999))).toEqual([
      99, 199, 399, 799, 999, 999,
    ]);
    expect(backoffMs(9, backoff, () => 0)).toBe(0);
  });

  it('gives tokens as they come in: ten at once, then five a second', () => {
    const bucket = new TokenBucket({ tokensMax: 10, tokensPerSecond: 5 }, 0);
    expect(Array.from({ length: 10 }, () => bucket.take(1, 0))).toEqual(Array(10).fill(0));
    expect(bucket.take(1, 0)).toBe(200);
    expect(bucket.take(2, 300)).toBe(100);
    expect(bucket.take(2, 400)).toBe(0);
    // More than it ever holds: taken from a full one, and owed.
    expect(bucket.take(20, 2_400)).toBe(0);
    expect(bucket.take(1, 2_400)).toBe(2_200);
  });
});

describe('the offset of a clock', () => {
  it('is the median of answers at the middle of their round trips', () => {
    // By hand: middles 50, 1050, 2500; offsets 1000, 990, 500; the slow third one is not the median.
    const samples = [
      { sentAtUs: 0n, receivedAtUs: 100n, sourceUs: 1_050n },
      { sentAtUs: 1_000n, receivedAtUs: 1_100n, sourceUs: 2_040n },
      { sentAtUs: 2_000n, receivedAtUs: 3_000n, sourceUs: 3_000n },
    ];
    expect(clockOffset('c', samples)).toEqual({ kind: 'clock', connector: 'c', offsetUs: 990n, roundTripUs: 100n });
    expect(clockOffset('c', [])).toBeUndefined();
  });
});
