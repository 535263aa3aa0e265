import fc from 'fast-check';
import { encodeAbiParameters, encodeFunctionResult, hexToBytes, keccak256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeGmxLog } from './decodeGmxLog.js';
import { decodeGmxMarketInfo } from './decodeGmxMarketInfo.js';
import { GMX_EVENT_ABI, GMX_READER_ABI } from './gmxAbi.js';
import type { GmxMarketInfo, GmxPositionChanged } from './gmxFact.js';
import { gmxPerp, gmxPosition } from './gmxPerp.js';
import { gmxProtocol } from './gmxProtocol.js';

// The first topic of EventLog1, as logs of the EventEmitter on Arbitrum have it.
const EVENT_LOG_1 = '0x137a44067c8961cd7e1d876f4754a5a3a75989b4552f1843fc69c3b372def160';
const MARKET = '0x70d95587d40a2caf56bd97485ab3eec10bee6336';
const ACCOUNT = '0x1111111111111111111111111111111111111111';
const USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const WORD = `0x${'ab'.repeat(32)}` as const;
const SOURCE = { feed: 'gmx', venue: 'gmx' };
const ETH = { instrumentId: 'perp:gmx:ETH-USD', indexDecimals: 18 };
const USD = 10n ** 30n;

type Uints = readonly (readonly [string, bigint])[];

function log(name: string, uints: Uints, isLong = true) {
  const [event] = GMX_EVENT_ABI.filter((item) => item.type === 'event' && item.name === 'EventLog1');
  const unindexed = event!.inputs.filter((input) => !('indexed' in input && input.indexed));
  const none = { items: [], arrayItems: [] };
  const eventData = {
    addressItems: {
      items: [
        { key: 'account', value: ACCOUNT },
        { key: 'market', value: MARKET },
        { key: 'collateralToken', value: USDC },
        { key: 'token', value: USDC },
      ],
      arrayItems: [],
    },
    uintItems: { items: uints.map(([key, value]) => ({ key, value })), arrayItems: [] },
    intItems: none,
    boolItems: { items: [{ key: 'isLong', value: isLong }], arrayItems: [] },
    bytes32Items: {
      items: [
        { key: 'orderKey', value: WORD },
        { key: 'positionKey', value: WORD },
      ],
      arrayItems: [],
    },
    bytesItems: none,
    stringItems: none,
  };
  const data = encodeAbiParameters(unindexed, [MARKET, name, eventData] as never);
  return {
    topics: [EVENT_LOG_1, keccak256(stringToBytes(name)), `0x${'0'.repeat(24)}${ACCOUNT.slice(2)}`],
    data: hexToBytes(data),
  };
}

const POSITION: Uints = [
  ['sizeInUsd', 5000n * USD],
  ['sizeInTokens', 2n * 10n ** 18n],
  ['collateralAmount', 1_000_000_000n],
  ['borrowingFactor', 1n],
  ['executionPrice', 2500n * 10n ** 12n],
  ['sizeDeltaUsd', 1250n * USD],
  ['sizeDeltaInTokens', 5n * 10n ** 17n],
  ['orderType', 2n],
];

describe('logs of the EventEmitter', () => {
  it('reads a position by the names of its values, wherever they stand', () => {
    const expected = {
      kind: 'position',
      change: 'increase',
      account: ACCOUNT,
      market: MARKET,
      collateralToken: USDC,
      isLong: false,
      sizeInUsd: 5000n * USD,
      sizeInTokens: 2n * 10n ** 18n,
      executionPrice: 2500n * 10n ** 12n,
      positionKey: WORD,
    };
    expect(decodeGmxLog(log('PositionIncrease', POSITION, false))).toMatchObject({ kind: 'fact', fact: expected });
    expect(decodeGmxLog(log('PositionIncrease', POSITION.toReversed(), false))).toMatchObject({
      kind: 'fact',
      fact: expected,
    });
  });

  it.each<[string, Uints, object]>([
    ['OpenInterestUpdated', [['nextValue', 7n]], { kind: 'open_interest', in: 'usd', isLong: true, value: 7n }],
    ['OpenInterestInTokensUpdated', [['nextValue', 7n]], { kind: 'open_interest', in: 'tokens', value: 7n }],
    ['PoolAmountUpdated', [['nextValue', 7n]], { kind: 'pool_amount', token: USDC, value: 7n }],
    [
      'CumulativeBorrowingFactorUpdated',
      [
        ['delta', 1n],
        ['nextValue', 7n],
      ],
      { kind: 'borrowing_factor', cumulative: 7n },
    ],
    [
      'OraclePriceUpdate',
      [
        ['minPrice', 1n],
        ['maxPrice', 2n],
        ['timestamp', 3n],
      ],
      { kind: 'oracle_price', min: 1n, max: 2n, atSeconds: 3n },
    ],
  ])('%s', (name, uints, fact) => {
    expect(decodeGmxLog(log(name, uints))).toMatchObject({ kind: 'fact', fact });
  });

  it('ignores other events by name, and refuses what lacks a value, has it twice or lies about its name', () => {
    expect(decodeGmxLog(log('SwapInfo', []))).toEqual({ kind: 'ignored', event: 'SwapInfo' });
    expect(decodeGmxLog(log('PositionIncrease', POSITION.slice(1)))).toEqual({
      kind: 'refused',
      reason: 'Expected one sizeInUsd, were 0 of PositionIncrease.',
    });
    expect(decodeGmxLog(log('PositionIncrease', [...POSITION, POSITION[0]!]))).toMatchObject({ kind: 'refused' });
    const { data, topics } = log('PositionIncrease', POSITION);
    expect(decodeGmxLog({ data, topics: [topics[0]!, WORD, topics[2]!] })).toMatchObject({ kind: 'refused' });
  });

  it('never throws', () => {
    const whole = log('PositionDecrease', POSITION);
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const place = at % whole.data.length;
        const data = cut
          ? whole.data.slice(0, place)
          : Uint8Array.from(whole.data, (old, i) => (i === place ? byte : old));
        expect(['fact', 'ignored', 'refused']).toContain(decodeGmxLog({ ...whole, data }).kind);
      }),
    );
  });
});

describe('Reader.getMarketInfo', () => {
  const sides = { long: { longToken: 0n, shortToken: 0n }, short: { longToken: 0n, shortToken: 0n } };
  const info = (longsPayShorts: boolean) =>
    decodeGmxMarketInfo(
      hexToBytes(
        encodeFunctionResult({
          abi: GMX_READER_ABI,
          functionName: 'getMarketInfo',
          result: {
            market: { marketToken: MARKET, indexToken: ACCOUNT, longToken: ACCOUNT, shortToken: USDC },
            borrowingFactorPerSecondForLongs: 2n * 10n ** 21n,
            borrowingFactorPerSecondForShorts: 0n,
            baseFunding: { fundingFeeAmountPerSize: sides, claimableFundingAmountPerSize: sides },
            nextFunding: {
              longsPayShorts,
              fundingFactorPerSecond: 10n ** 21n,
              nextSavedFundingFactorPerSecond: -1n,
              fundingFeeAmountPerSizeDelta: sides,
              claimableFundingAmountPerSizeDelta: sides,
            },
            virtualInventory: {
              virtualPoolAmountForLongToken: 0n,
              virtualPoolAmountForShortToken: 0n,
              virtualInventoryForPositions: 0n,
            },
            isDisabled: false,
          },
        }),
      ),
    );

  it('gives rates of an hour: 1e-9 a second are 0.0000036, and shorts that pay are below 0', () => {
    const prices = {
      indexPrice: { min: 2500n * 10n ** 12n, max: 2501n * 10n ** 12n },
      openInterestInTokens: 3n * 10n ** 18n,
    };
    const perp = (longsPayShorts: boolean) => {
      const decoded = info(longsPayShorts);
      if (decoded.kind !== 'fact') throw new Error(decoded.kind);
      return gmxPerp(SOURCE, ETH, decoded.fact as GmxMarketInfo, prices, 5n).event.value;
    };
    expect(perp(true)).toMatchObject({
      markPrice: '2500.5',
      fundingRate: '0.0000036',
      longBorrowRate: '0.0000072',
      shortBorrowRate: '0',
      fundingIntervalSeconds: 3600,
      openInterest: '3',
    });
    expect(perp(false)).toMatchObject({ fundingRate: '-0.0000036' });
  });

  it('refuses other bytes', () => {
    expect(decodeGmxMarketInfo(new Uint8Array(31))).toMatchObject({ kind: 'refused' });
    expect(decodeGmxMarketInfo(new Uint8Array())).toMatchObject({ kind: 'refused' });
  });
});

describe('a position', () => {
  it('is what the log says it is after it, short below 0, its entry size over tokens', () => {
    const decoded = decodeGmxLog(log('PositionDecrease', POSITION, false));
    if (decoded.kind !== 'fact') throw new Error(decoded.kind);
    expect(gmxPosition(SOURCE, ETH, 'desk', decoded.fact as GmxPositionChanged, 5n).event.value).toMatchObject({
      accountId: 'desk',
      place: 'gmx',
      quantity: '-2',
      units: '-2000000000000000000',
      entryPrice: '2500',
      cause: 'decrease',
    });
  });
});

describe('minutes of a v2 market', () => {
  // The header and columns of demeter's sample (MIT); 14911.9 + 14877.2 = 29789.1.
  const HEADER = 'timestamp,indexPrice,openInterestInTokensLong,openInterestInTokensShort';
  const ROW = '2025-01-08 00:01:00,3385.24,14911.9,14877.2';
  const read = (market: Parameters<typeof gmxProtocol>[0]) => {
    const protocol = gmxProtocol(market);
    const frame = (text: string) => ({ feed: 'gmx', raw: new TextEncoder().encode(text), receivedAtUs: 1n });
    return protocol.read(protocol.read(protocol.open(), frame(HEADER)).state, frame(ROW)).reading.observations;
  };
  const market = { instrumentId: 'perp:gmx:ETH-USD', asset: 'ETH' };

  it('are an index, and a perpetual where rates are assumed', () => {
    expect(read({ market }).map(({ event }) => event.value)).toMatchObject([
      { index: 'ETH-USD', price: '3385.24', observedAtUs: 1736294460000000n },
    ]);
    const rates = { fundingRate: '0', longBorrowRate: '0.00001', shortBorrowRate: '0' };
    expect(read({ market: { ...market, rates } })[0]!.event.value).toMatchObject({
      markPrice: '3385.24',
      openInterest: '29789.1',
      longBorrowRate: '0.00001',
      assumed: true,
    });
  });
});
