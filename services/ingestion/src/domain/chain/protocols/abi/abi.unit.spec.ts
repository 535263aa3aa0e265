import fc from 'fast-check';
import { encodeAbiParameters, parseAbi } from 'viem';
import { describe, expect, it } from 'vitest';
import { eventReader } from './readEvent.js';
import { readResult } from './readResult.js';

const ABI = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Named(string name, uint8 small)',
  'function decimals() view returns (uint8)',
  'function pair() view returns (uint256, bool)',
]);
const read = eventReader(ABI);
// keccak256 of Transfer(address,address,uint256), as every token of the chain shows it.
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const FROM = '0x000000000000000000000000000000000000000000000000000000000000aaaa';
const TO = '0x000000000000000000000000000000000000000000000000000000000000bbbb';
const ONE = `0x${'0'.repeat(63)}1`;
const log = (topics: readonly string[], data: string) => read({ address: '0x', topics, data });

describe('events', () => {
  it('reads a log by the published topic', () => {
    expect(log([TRANSFER, FROM, TO], ONE)).toMatchObject({ kind: 'event', event: { args: { value: 1n } } });
    expect(log([TRANSFER.toUpperCase().replace('0X', '0x'), FROM, TO], ONE)).toMatchObject({ kind: 'event' });
  });

  it.each([
    ['no topic', [], ONE, 'unknown_event'],
    ['another event', [`0x${'11'.repeat(32)}`, FROM, TO], ONE, 'unknown_event'],
    ['a short topic', [TRANSFER, '0x12', TO], ONE, 'malformed_log'],
    ['five topics', [TRANSFER, FROM, TO, TO, TO], ONE, 'malformed_log'],
    ['too few topics', [TRANSFER, FROM], ONE, 'undecodable_log'],
    // An ERC-721 Transfer has the same first topic, and its number in a topic.
    ['too many topics', [TRANSFER, FROM, TO, ONE], '0x', 'undecodable_log'],
    ['no data', [TRANSFER, FROM, TO], '0x', 'undecodable_log'],
    ['a byte less', [TRANSFER, FROM, TO], ONE.slice(0, -2), 'undecodable_log'],
    ['a word more', [TRANSFER, FROM, TO], ONE + '00'.repeat(32), 'undecodable_log'],
    ['odd data', [TRANSFER, FROM, TO], '0x1', 'malformed_log'],
    ['no hexadecimal', [TRANSFER, FROM, TO], '0xzz', 'malformed_log'],
    ['dirty padding of an address', [TRANSFER, `0xff${FROM.slice(4)}`, TO], ONE, 'undecodable_log'],
  ])('refuses %s', (_, topics, data, code) => {
    expect(log(topics, data)).toMatchObject({ kind: 'refused', code });
  });
});

describe('answers', () => {
  it('reads one value alone and several as a list', () => {
    expect(readResult(ABI, 'decimals', { function: 'decimals', returnData: ONE, reverted: false })).toEqual({
      kind: 'value',
      value: 1,
    });
    const returnData = encodeAbiParameters([{ type: 'uint256' }, { type: 'bool' }], [7n, true]);
    expect(readResult(ABI, 'pair', { function: 'pair', returnData, reverted: false })).toEqual({
      kind: 'value',
      value: [7n, true],
    });
  });

  it('refuses reverts, short answers and numbers beyond their type', () => {
    const answer = (returnData: string, reverted = false) =>
      readResult(ABI, 'decimals', { function: 'decimals', returnData, reverted });
    expect(answer(ONE, true)).toMatchObject({ kind: 'refused', code: 'reverted_call' });
    expect(answer('0x')).toMatchObject({ kind: 'refused', code: 'undecodable_result' });
    expect(answer(`0x${'ff'.repeat(32)}`)).toMatchObject({ kind: 'refused', code: 'undecodable_result' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 200 }).map(hex)), (returnData) => {
        expect(['value', 'refused']).toContain(
          readResult(ABI, 'pair', { function: 'pair', returnData, reverted: false }).kind,
        );
      }),
    );
  });
});

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
