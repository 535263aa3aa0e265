import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChainFrame } from './chainFrame.js';

const HASH = `0x${'ab'.repeat(32)}`;
const ADDRESS = `0x${'Cd'.repeat(20)}`;
const whole = {
  chain: 'ethereum',
  number: 17_930_000,
  hash: HASH,
  parentHash: `0x${'01'.repeat(32)}`,
  timestamp: 1_692_300_000,
  baseFeePerGas: '21000000000',
  finalized: { number: '17929920', hash: HASH },
  logs: [{ address: ADDRESS, topics: [HASH], data: '0x00ff', logIndex: 3, transactionHash: HASH }],
  reads: [
    { address: ADDRESS, function: 'f()', callData: '0x26121ff0', returnData: '0x', reverted: true, accountId: 'a' },
  ],
};

function parse(value: unknown): ReturnType<typeof parseChainFrame> {
  return parseChainFrame(new TextEncoder().encode(JSON.stringify(value)));
}

describe('parseChainFrame', () => {
  it('reads a block with everything in it, in lower case', () => {
    const parsed = parse(whole);
    expect(parsed.ok && parsed.value).toEqual({
      chain: 'ethereum',
      number: 17_930_000n,
      hash: HASH,
      parentHash: whole.parentHash,
      timeUs: 1_692_300_000_000_000n,
      baseFeePerGas: 21_000_000_000n,
      finalized: { number: 17_929_920n, hash: HASH },
      logs: [
        {
          address: ADDRESS.toLowerCase(),
          topics: [HASH],
          data: Buffer.from([0, 255]),
          logIndex: 3,
          transactionHash: HASH,
        },
      ],
      reads: [
        {
          address: ADDRESS.toLowerCase(),
          function: 'f()',
          callData: Buffer.from('26121ff0', 'hex'),
          returnData: Buffer.from([]),
          reverted: true,
          accountId: 'a',
        },
      ],
    });
  });

  it('reads a block without what may be missing', () => {
    const { finalized: _finalized, baseFeePerGas: _fee, ...rest } = whole;
    const parsed = parse({ ...rest, logs: [], reads: [] });
    expect(parsed.ok && [parsed.value.finalized, parsed.value.baseFeePerGas]).toEqual([undefined, undefined]);
  });

  const [log] = whole.logs;
  const [read] = whole.reads;
  it.each([
    ['no chain', { ...whole, chain: '' }, 'in chain'],
    ['a number below 0', { ...whole, number: -1 }, 'in number'],
    ['a number that lost digits', { ...whole, number: 2 ** 60 }, 'in number'],
    ['a short hash', { ...whole, hash: '0x12' }, 'in hash'],
    ['milliseconds', { ...whole, timestamp: 1_692_300_000_000_000 }, 'in timestamp'],
    ['a final block without a hash', { ...whole, finalized: { number: 1 } }, 'in hash'],
    ['a base fee of wei and more', { ...whole, baseFeePerGas: '1.5' }, 'in baseFeePerGas'],
    ['no logs', { ...whole, logs: undefined }, 'in logs'],
    ['a log twice', { ...whole, logs: [log, log] }, 'Expected rising indexes in logs, was "3".'],
    ['five topics', { ...whole, logs: [{ ...log, topics: [HASH, HASH, HASH, HASH, HASH] }] }, 'in topics'],
    ['half a byte', { ...whole, logs: [{ ...log, data: '0x0' }] }, 'in data'],
    ['no address', { ...whole, logs: [{ ...log, address: '0x' }] }, 'in address'],
    ['a read that neither reverted nor not', { ...whole, reads: [{ ...read, reverted: 0 }] }, 'in reverted'],
    ['a list', [whole], 'in the line'],
  ])('refuses %s', (_name, value, reason) => {
    const parsed = parse(value);
    expect(parsed.ok ? 'taken' : parsed.reason).toContain(reason);
  });

  it('says something of any bytes, and of any JSON in any place', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof parseChainFrame(bytes).ok === 'boolean'));
    const names = [...Object.keys(whole), 'address', 'topics', 'logIndex', 'callData'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (name, value) => {
        const one = { ...log, ...read, [name]: value };
        return [
          { ...whole, [name]: value },
          { ...whole, logs: [one] },
          { ...whole, reads: [one] },
        ].every((frame) => typeof parse(frame).ok === 'boolean');
      }),
    );
  });
});
