import fc from 'fast-check';
import { type AbiEvent, decodeEventLog, encodeAbiParameters, type Hex, padHex, toEventSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { staticEventReader } from './staticEvent.js';

const TYPES = [
  'uint256',
  'uint128',
  'uint48',
  'uint8',
  'int256',
  'int128',
  'int24',
  'address',
  'bool',
  'bytes32',
  'bytes4',
];
const [ZERO, ONES] = ['00', 'ff'].map((byte) => byte.repeat(32)) as [string, string];

/** Words at the edges of their types, and any others. */
const word = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  fc.tuple(fc.constantFrom(ZERO, ONES), fc.nat(31), fc.nat(255)).map(([fill, place, byte]) => {
    const bytes = Buffer.from(fill, 'hex');
    bytes[place] = byte;
    return bytes.toString('hex');
  }),
);

describe('an event of single words', () => {
  it.each(TYPES)('of type %s is what viem reads, and refused unless viem writes the same words again', (type) => {
    for (const indexed of [true, false]) {
      const item: AbiEvent = { type: 'event', name: 'Said', inputs: [{ name: 'value', type, indexed }] };
      const read = staticEventReader(item)!;
      fc.assert(
        fc.property(word, (found) => {
          const topics = [toEventSelector(item), ...(indexed ? [`0x${found}` as Hex] : [])] as [Hex, ...Hex[]];
          const data: Hex = indexed ? '0x' : `0x${found}`;
          expect(shown(read(topics, Buffer.from(data.slice(2), 'hex'))?.args)).toEqual(
            shown(byViem(item, topics, data, found)),
          );
        }),
        { numRuns: 300 },
      );
    }
  });

  it('has no other length of data and no other number of topics', () => {
    const read = staticEventReader({ type: 'event', name: 'Said', inputs: [{ name: 'value', type: 'uint8' }] })!;
    const word = padHex('0x01', { size: 32 });
    const data = Buffer.from(word.slice(2), 'hex');
    expect(read(['0x'], data)).toEqual({ args: { value: 1 } });
    expect(read(['0x', word], data)).toBeUndefined();
    expect(read(['0x'], Buffer.concat([data, Buffer.alloc(1)]))).toBeUndefined();
    expect(read(['0x'], Buffer.alloc(0))).toBeUndefined();
  });
});

/** Addresses are named in lower case here. */
function shown(args: unknown): unknown {
  const { value } = (args ?? {}) as { readonly value?: unknown };
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function byViem(item: AbiEvent, topics: [Hex, ...Hex[]], data: Hex, found: string): unknown {
  try {
    const { args } = decodeEventLog({ abi: [item], topics, data, strict: true }) as { readonly args: unknown };
    const { value } = args as { readonly value: unknown };
    return encodeAbiParameters([{ type: item.inputs[0]!.type }], [value]) === `0x${found}` ? args : undefined;
  } catch {
    return undefined;
  }
}
