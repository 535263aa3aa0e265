import fc from 'fast-check';
import { toEventSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { CheckedLog } from '../../checkedLog.js';
import { ERC20_ABI } from '../erc20/erc20Abi.js';
import { tokenTransfer } from '../erc20/tokenTransfer.js';
import { poolSwap } from '../uniswapV3/poolSwap.js';
import { UNISWAP_V3_POOL_ABI } from '../uniswapV3/uniswapV3Abi.js';
import { eventReader } from './readEvent.js';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
const SWAP = toEventSelector('Swap(address,address,int256,int256,uint160,uint128,int24)');
const ADDRESS = `0x${'c0'.repeat(20)}`;

const any = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** Words that begin with so many bytes of 0 or 255: values of narrow types, below zero too, and what is none by one byte. */
const narrow = fc
  .tuple(fc.constantFrom(11, 12, 16, 24, 28, 29, 30, 32), fc.constantFrom(0, 0, 0, 0xff), any)
  .map(([kept, fill, bytes]) => bytes.map((byte, place) => (place < kept ? fill : byte)));
const word = fc.oneof({ weight: 1, arbitrary: any }, { weight: 9, arbitrary: narrow });
const address = any.map((bytes) => bytes.fill(0, 0, 12));
const topic = fc.oneof({ weight: 1, arbitrary: word }, { weight: 9, arbitrary: address }).map(hexOf);

function hexOf(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

function logs(selector: string, words: number): fc.Arbitrary<CheckedLog> {
  const two = fc.array(topic, { minLength: 2, maxLength: 2 });
  const topics = fc.oneof({ weight: 9, arbitrary: two }, { weight: 1, arbitrary: fc.array(topic, { maxLength: 3 }) });
  const whole = fc.array(word, { minLength: words, maxLength: words }).map((all) => Buffer.concat(all));
  const data = fc.oneof(
    { weight: 9, arbitrary: whole },
    { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
  );
  return fc
    .tuple(topics, data)
    .map(([others, bytes]) => new CheckedLog(ADDRESS, [selector, ...others], bytes, 0, selector));
}

describe('logs that are read by the places of their words', () => {
  it('are transfers as the interface of a token has them', () => {
    let taken = 0;
    const read = eventReader(ERC20_ABI);
    fc.assert(
      fc.property(logs(TRANSFER, 1), (log) => {
        const reading = read(log);
        const moved = tokenTransfer(log);
        if (reading.kind === 'event' && reading.event.eventName === 'Transfer') {
          const { from, to, value } = reading.event.args;
          expect(moved).toEqual({ kind: 'token_moved', token: ADDRESS, from, to, units: value });
          taken++;
        } else expect(moved).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('are swaps as the interface of a pool has them', () => {
    let taken = 0;
    const read = eventReader(UNISWAP_V3_POOL_ABI);
    fc.assert(
      fc.property(logs(SWAP, 5), (log) => {
        const reading = read(log);
        const swap = poolSwap(log);
        if (reading.kind === 'event' && reading.event.eventName === 'Swap') {
          const { sender: _sender, recipient: _recipient, ...args } = reading.event.args;
          expect(swap).toEqual({ kind: 'pool_swapped', ...args });
          taken++;
        } else expect(swap).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('are checked where their frame was not: upper case and what is no word is left to the interface', () => {
    const topics = [TRANSFER, `0x${'0'.repeat(24)}${'ab'.repeat(20)}`, `0x${'0'.repeat(64)}`];
    const log = { address: ADDRESS, topics, data: new Uint8Array(32) };
    expect(tokenTransfer(log)).toMatchObject({ units: 0n, from: `0x${'ab'.repeat(20)}` });
    for (const wrong of [
      `0x${'0'.repeat(24)}${'AB'.repeat(20)}`,
      `0x${'0'.repeat(24)}${'zz'.repeat(20)}`,
      '0x12',
      '',
    ]) {
      expect(tokenTransfer({ ...log, topics: [TRANSFER, topics[1]!, wrong] })).toBeUndefined();
    }
  });
});
