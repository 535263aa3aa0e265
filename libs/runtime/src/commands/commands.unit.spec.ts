import { createHash } from 'node:crypto';
import { BookTradeRequest, SetLimitRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { describe, expect, it } from 'vitest';
import { ForwardToOwner } from '../grpc/forwardToOwner.js';
import { answerCommand } from './answerCommand.js';
import { awaitMinPosition } from './awaitMinPosition.js';
import { fromPosition, toPosition } from './position.js';
import { requestHash } from './requestHash.js';

const trade = BookTradeRequest.fromPartial({ requestId: 'r1', portfolioId: 'main', quantity: '1.5' });

describe('requestHash', () => {
  it('is the SHA-256 of the type and the bytes without the id', () => {
    // By hand: field 2 (tag 0x12) "main", field 8 (tag 0x42) "1.5".
    const bytes = Buffer.from('12046d61696e4203312e35', 'hex');
    const expected = createHash('sha256').update('gimbal.risk.v1.BookTradeRequest\0').update(bytes).digest('hex');
    expect(requestHash(BookTradeRequest, trade)).toBe(expected);
    expect(requestHash(BookTradeRequest, { ...trade, requestId: 'r2' })).toBe(expected);
  });

  it('tells other content and other commands apart', () => {
    expect(requestHash(BookTradeRequest, { ...trade, quantity: '1.50' })).not.toBe(
      requestHash(BookTradeRequest, trade),
    );
    const limit = SetLimitRequest.fromPartial({ requestId: 'r1', portfolioId: 'main' });
    const bare = BookTradeRequest.fromPartial({ requestId: 'r1', portfolioId: 'main' });
    expect(requestHash(SetLimitRequest, limit)).not.toBe(requestHash(BookTradeRequest, bare));
  });

  it.each(['', 'x'.repeat(129)])('refuses the id "%s"', (requestId) => {
    expect(() => requestHash(BookTradeRequest, { ...trade, requestId })).toThrow(
      'Expected a request id of 1 to 128 characters',
    );
  });
});

describe('answerCommand', () => {
  const position = { topic: 'portfolio', partition: 2, offset: 7 } as const;

  it('answers, refuses with the field, forwards, or says that nobody is there', () => {
    const answer = (outcome: Parameters<typeof answerCommand>[0]) =>
      answerCommand(outcome, ({ position: at }) => toPosition(at));
    expect(answer({ kind: 'accepted', accepted: { position, repeated: false } })).toEqual({ ...position, offset: 7n });
    const refused = () =>
      answer({ kind: 'refused', code: 'ABORTED', field: 'expected_version', message: 'Expected version 3, was 4.' });
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'ABORTED',
        violations: [{ field: 'expected_version', description: 'Expected version 3, was 4.' }],
      }),
    );
    expect(() => answer({ kind: 'not_owner', address: '10.0.0.2:7000' })).toThrow(ForwardToOwner);
    expect(() => answer({ kind: 'not_owner', address: undefined })).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    );
  });
});

describe('awaitMinPosition', () => {
  const streams = [{ topic: 'portfolio', partition: 2, nextOffset: 5 }];
  const host = (waitFor: (p: unknown, signal: AbortSignal) => Promise<void>) =>
    ({ status: { streams }, waitFor }) as never;
  const signal = (): AbortSignal => AbortSignal.timeout(20);
  const never = (_: unknown, s: AbortSignal) =>
    new Promise<void>((_resolve, reject) => s.addEventListener('abort', () => reject(s.reason)));

  it('waits for the position, or answers DEADLINE_EXCEEDED', async () => {
    const asked: unknown[] = [];
    await awaitMinPosition(
      host(async (p) => void asked.push(p)),
      { topic: 'portfolio', partition: 2, offset: 9n },
      signal(),
    );
    expect(asked).toEqual([{ topic: 'portfolio', partition: 2, offset: 9 }]);
    await expect(
      awaitMinPosition(host(never), { topic: 'portfolio', partition: 2, offset: 9n }, signal()),
    ).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    await awaitMinPosition(host(never), undefined, signal());
  });

  it.each([
    { topic: 'market', partition: 2, offset: 1n },
    { topic: 'portfolio', partition: 3, offset: 1n },
    { topic: 'portfolio', partition: 2, offset: 2n ** 63n },
  ])('refuses a place that the service can never reach %#', async (position) => {
    await expect(awaitMinPosition(host(never), position, signal())).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      violations: [{ field: 'min_position' }],
    });
  });
});

describe('position', () => {
  it('keeps offsets exact or refuses them', () => {
    expect(fromPosition({ topic: 't', partition: 1, offset: 2n ** 53n - 1n })?.offset).toBe(Number.MAX_SAFE_INTEGER);
    expect(fromPosition({ topic: 't', partition: 1, offset: 2n ** 53n })).toBeUndefined();
  });
});
