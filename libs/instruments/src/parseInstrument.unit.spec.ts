import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstrument, parseFailureText, parseInstrument } from './index.js';
import type { Instrument } from './index.js';

const POOL = '0x45dda9cb7c25131df268515131f647d726f50608';
const POOL_ID = `0x${'1f'.repeat(32)}`;

// Expiries in milliseconds were taken from `date -u -d ... +%s`.
const EXAMPLES: readonly [string, Instrument][] = [
  ['spot:WETH', { kind: 'spot', asset: 'WETH' }],
  ['spot:USDC.e', { kind: 'spot', asset: 'USDC.e' }],
  ['perp:paper:ETH-USD', { kind: 'perp', venue: 'paper', underlying: 'ETH', quote: 'USD', inverse: false }],
  [
    'iperp:deribit:ETH-USD:10',
    { kind: 'perp', venue: 'deribit', underlying: 'ETH', quote: 'USD', inverse: true, contractSizeUsd: 10 },
  ],
  [
    'future:paper:ETH-USD:20230929T080000Z',
    {
      kind: 'future',
      venue: 'paper',
      underlying: 'ETH',
      quote: 'USD',
      expiryMs: 1695974400000,
      inverse: false,
    },
  ],
  [
    'ifuture:deribit:BTC-USD:20230929T080000Z:10',
    {
      kind: 'future',
      venue: 'deribit',
      underlying: 'BTC',
      quote: 'USD',
      expiryMs: 1695974400000,
      inverse: true,
      contractSizeUsd: 10,
    },
  ],
  [
    'option:paper:ETH-USD:20230825T080000Z:1650:P',
    {
      kind: 'option',
      venue: 'paper',
      underlying: 'ETH',
      quote: 'USD',
      expiryMs: 1692950400000,
      strike: 1650,
      right: 'put',
      inverse: false,
    },
  ],
  [
    'ioption:deribit:ETH-USD:20220204T080000Z:2400:C',
    {
      kind: 'option',
      venue: 'deribit',
      underlying: 'ETH',
      quote: 'USD',
      expiryMs: 1643961600000,
      strike: 2400,
      right: 'call',
      inverse: true,
    },
  ],
  [
    `univ3:polygon:${POOL}:200310:203190`,
    { kind: 'univ3', chain: 'polygon', pool: POOL, lowerTick: 200310, upperTick: 203190 },
  ],
  ['staked:ethereum:wstETH:ETH', { kind: 'staked', chain: 'ethereum', symbol: 'wstETH', underlying: 'ETH' }],
  ['wrapped:ethereum:WBTC:BTC', { kind: 'wrapped', chain: 'ethereum', symbol: 'WBTC', underlying: 'BTC' }],
  [
    'power:paper:ETH-USD:2.5:420',
    { kind: 'power', venue: 'paper', underlying: 'ETH', quote: 'USD', power: 2.5, fundingHours: 420 },
  ],
  [
    'everlasting:deri:ETH-USD:2000:C:168',
    {
      kind: 'everlasting',
      venue: 'deri',
      underlying: 'ETH',
      quote: 'USD',
      strike: 2000,
      right: 'call',
      fundingHours: 168,
    },
  ],
  [`univ2:ethereum:${POOL}`, { kind: 'univ2', chain: 'ethereum', pool: POOL }],
  [
    `univ4:ethereum:${POOL_ID}:-100:100`,
    { kind: 'univ4', chain: 'ethereum', poolId: POOL_ID, lowerTick: -100, upperTick: 100 },
  ],
  [
    'lending:aave-v3:polygon:WETH:debt',
    { kind: 'lending', protocol: 'aave-v3', chain: 'polygon', asset: 'WETH', side: 'debt' },
  ],
  ['synth:synthetix:sETH:ETH', { kind: 'synth', venue: 'synthetix', symbol: 'sETH', underlying: 'ETH' }],
  ['debtshare:synthetix:main:ETH', { kind: 'debtshare', venue: 'synthetix', symbol: 'main', underlying: 'ETH' }],
  ['powerperp:ethereum:oSQTH', { kind: 'powerperp', chain: 'ethereum', symbol: 'oSQTH' }],
];

const symbol = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.]{0,31}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/);
const expiryMs = fc.integer({ min: 1, max: 253_402_300_799 }).map((seconds) => seconds * 1000);
const cents = fc.integer({ min: 1, max: 10 ** 12 }).map((value) => value / 100);
const market = { venue: name, underlying: symbol, quote: symbol };
const instrument: fc.Arbitrary<Instrument> = fc.oneof(
  fc.record({ kind: fc.constant('spot' as const), asset: symbol }),
  fc.record({ kind: fc.constant('perp' as const), ...market, inverse: fc.constant(false as const) }),
  fc.record({
    kind: fc.constant('perp' as const),
    ...market,
    inverse: fc.constant(true as const),
    contractSizeUsd: cents,
  }),
  fc.record({
    kind: fc.constant('future' as const),
    ...market,
    expiryMs,
    inverse: fc.constant(false as const),
  }),
  fc.record({
    kind: fc.constant('future' as const),
    ...market,
    expiryMs,
    inverse: fc.constant(true as const),
    contractSizeUsd: cents,
  }),
  fc.record({
    kind: fc.constant('option' as const),
    ...market,
    expiryMs,
    strike: cents,
    right: fc.constantFrom('call' as const, 'put' as const),
    inverse: fc.boolean(),
  }),
  fc
    .record({
      chain: name,
      pool: fc.stringMatching(/^0x[0-9a-f]{40}$/),
      ticks: fc.uniqueArray(fc.integer({ min: -887_272, max: 887_272 }), { minLength: 2, maxLength: 2 }),
    })
    .map(({ chain, pool, ticks }) => ({
      kind: 'univ3' as const,
      chain,
      pool,
      lowerTick: Math.min(...ticks),
      upperTick: Math.max(...ticks),
    })),
  fc.record({ kind: fc.constant('powerperp' as const), chain: name, symbol }),
  fc.record({
    kind: fc.constantFrom('wrapped' as const, 'staked' as const),
    chain: name,
    symbol,
    underlying: symbol,
  }),
  fc.record({ kind: fc.constant('power' as const), ...market, power: cents, fundingHours: cents }),
  fc.record({
    kind: fc.constant('everlasting' as const),
    ...market,
    strike: cents,
    right: fc.constantFrom('call' as const, 'put' as const),
    fundingHours: cents,
  }),
  fc.record({ kind: fc.constant('univ2' as const), chain: name, pool: fc.stringMatching(/^0x[0-9a-f]{40}$/) }),
  fc
    .record({
      chain: name,
      poolId: fc.stringMatching(/^0x[0-9a-f]{64}$/),
      ticks: fc.uniqueArray(fc.integer({ min: -887_272, max: 887_272 }), { minLength: 2, maxLength: 2 }),
    })
    .map(({ chain, poolId, ticks }) => ({
      kind: 'univ4' as const,
      chain,
      poolId,
      lowerTick: Math.min(...ticks),
      upperTick: Math.max(...ticks),
    })),
  fc.record({
    kind: fc.constant('lending' as const),
    protocol: name,
    chain: name,
    asset: symbol,
    side: fc.constantFrom('supply' as const, 'debt' as const),
  }),
  fc.record({
    kind: fc.constantFrom('synth' as const, 'debtshare' as const),
    venue: name,
    symbol,
    underlying: symbol,
  }),
);

describe('instrument ids', () => {
  it.each(EXAMPLES)('reads and writes %s', (id, expected) => {
    expect(parseInstrument(id)).toEqual(expected);
    expect(formatInstrument(expected)).toBe(id);
  });

  it('reads back every instrument that it writes', () => {
    fc.assert(
      fc.property(instrument, (value) => {
        expect(parseInstrument(formatInstrument(value))).toEqual(value);
      }),
    );
  });

  it('has one spelling: an id that parses is printed as it was', () => {
    const piece = fc.constantFrom('spot', 'perp', 'option', 'paper', 'ETH-USD', '1650', '1650.0', '016', 'C', 'WETH');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 7 }), (pieces) => {
        const id = pieces.join(':');
        const parsed = parseInstrument(id);
        if (parsed.kind !== 'failure') expect(formatInstrument(parsed)).toBe(id);
      }),
    );
  });

  it.each([
    ['', 'kind'],
    ['SPOT:WETH', 'kind'],
    ['bond:WETH', 'kind'],
    ['spot', 'id'],
    ['spot:WETH:1', 'id'],
    ['spot:', 'asset'],
    ['spot:WE TH', 'asset'],
    ['perp:Paper:ETH-USD', 'venue'],
    ['perp:paper:ETHUSD', 'pair'],
    ['perp:paper:ETH-USD-X', 'pair'],
    ['iperp:deribit:ETH-USD:0', 'contractSizeUsd'],
    ['iperp:deribit:ETH-USD:-10', 'contractSizeUsd'],
    ['future:paper:ETH-USD:20230631T080000Z', 'expiry'],
    ['future:paper:ETH-USD:20230630T240000Z', 'expiry'],
    ['future:paper:ETH-USD:2023-06-30T08:00:00Z', 'id'],
    ['option:paper:ETH-USD:20230825T080000Z:1650.0:P', 'strike'],
    ['option:paper:ETH-USD:20230825T080000Z:1e3:P', 'strike'],
    ['option:paper:ETH-USD:20230825T080000Z:NaN:P', 'strike'],
    ['option:paper:ETH-USD:20230825T080000Z:1650:put', 'right'],
    [`univ3:polygon:${POOL.toUpperCase()}:1:2`, 'pool'],
    [`univ3:polygon:${POOL}:203190:200310`, 'upperTick'],
    [`univ3:polygon:${POOL}:5:5`, 'upperTick'],
    [`univ3:polygon:${POOL}:-887273:5`, 'lowerTick'],
    [`univ3:polygon:${POOL}:-0:5`, 'lowerTick'],
    [`spot:${'W'.repeat(1000)}`, 'id'],
    ['staked:ethereum:wstETH', 'id'],
    ['staked:ethereum:wstETH:', 'underlying'],
    ['wrapped:Ethereum:WBTC:BTC', 'chain'],
    ['power:paper:ETH-USD:0:420', 'power'],
    ['power:paper:ETH-USD:2:-1', 'fundingHours'],
    ['everlasting:deri:ETH-USD:2000:X:168', 'right'],
    ['everlasting:deri:ETH-USD:2000:C:0', 'fundingHours'],
    ['univ2:ethereum:0x12', 'pool'],
    [`univ4:ethereum:${POOL}:-100:100`, 'poolId'],
    [`univ4:ethereum:${POOL_ID}:100:-100`, 'upperTick'],
    ['lending:aave-v3:polygon:WETH:borrow', 'side'],
    ['lending:aave-v3:polygon:W ETH:debt', 'asset'],
    ['synth:synthetix::ETH', 'symbol'],
  ])('refuses %s, naming %s', (id, field) => {
    expect(parseInstrument(id)).toMatchObject({ kind: 'failure', field });
  });

  it('words a failure for people', () => {
    const failure = parseInstrument('option:paper:ETH-USD:20230825T080000Z:1650:X');
    expect(failure.kind === 'failure' && parseFailureText(failure)).toBe('Expected C or P as right, was "X".');
  });
});
