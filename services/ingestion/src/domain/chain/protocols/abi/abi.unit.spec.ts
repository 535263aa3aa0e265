import fc from 'fast-check';
import { encodeAbiParameters, type Hex, hexToBytes, parseAbi, toFunctionSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { callReader } from './readCall.js';
import { eventReader } from './readEvent.js';

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
const ONE = `0x${'0'.repeat(63)}1` as const;
const log = (topics: readonly string[], data: Hex) => read({ address: '0x', topics, data: hexToBytes(data) });

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
    ['a byte less', [TRANSFER, FROM, TO], `0x${'0'.repeat(62)}`, 'undecodable_log'],
    ['a word more', [TRANSFER, FROM, TO], `${ONE}${'00'.repeat(32)}`, 'undecodable_log'],
    ['more than a contract would log', [TRANSFER, FROM, TO], `0x${'00'.repeat(16_385)}`, 'malformed_log'],
    ['dirty padding of an address', [TRANSFER, `0xff${FROM.slice(4)}`, TO], ONE, 'undecodable_log'],
  ] as const)('refuses %s', (_, topics, data, code) => {
    expect(log(topics, data)).toMatchObject({ kind: 'refused', code });
  });
});

const SELECTORS = { decimals: '0x313ce567', pair: toFunctionSelector('pair()') } as const;
const readCalls = callReader(ABI);
const call = (name: keyof typeof SELECTORS, returnData: Hex, reverted = false) =>
  readCalls({ callData: hexToBytes(SELECTORS[name]), returnData: hexToBytes(returnData), reverted });

describe('answers', () => {
  it('reads one value alone and several as a list', () => {
    expect(call('decimals', ONE)).toEqual({
      kind: 'call',
      call: { functionName: 'decimals', args: [], result: 1 },
    });
    const pair = encodeAbiParameters([{ type: 'uint256' }, { type: 'bool' }], [7n, true]);
    expect(call('pair', pair)).toMatchObject({ call: { result: [7n, true] } });
  });

  it('refuses reverts, short answers, numbers beyond their type and calls of something else', () => {
    expect(call('decimals', ONE, true)).toMatchObject({ kind: 'refused', code: 'reverted_call' });
    expect(call('decimals', '0x')).toMatchObject({ kind: 'refused', code: 'undecodable_result' });
    expect(call('decimals', `0x${'ff'.repeat(32)}`)).toMatchObject({ kind: 'refused', code: 'undecodable_result' });
    const other = readCalls({ callData: hexToBytes('0x12345678'), returnData: new Uint8Array(), reverted: false });
    expect(other).toMatchObject({ kind: 'refused', code: 'unknown_function' });
    const more = readCalls({ callData: hexToBytes('0x313ce56700'), returnData: hexToBytes(ONE), reverted: false });
    expect(more).toMatchObject({ kind: 'refused', code: 'undecodable_call' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (callData, returnData) => {
        expect(['call', 'refused']).toContain(readCalls({ callData, returnData, reverted: false }).kind);
      }),
    );
  });
});
