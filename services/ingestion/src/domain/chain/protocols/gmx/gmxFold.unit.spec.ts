import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { encodeFunctionResult, type Hex, hexToBytes, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { readPlanOf } from '../../../../inbound/evm/reads/readPlanOf.js';
import { GMX_READER_ABI } from '../../../venues/gmx/gmxAbi.js';
import type { ContractLog, ContractRead } from '../../chainFact.js';
import { contractOf, DESK, FoldedRows, rawLog, STRANGER } from '../protocol.sample.js';
import { gmxEventLog, gmxPositionLog } from './gmx.sample.js';
import { gmxFold } from './gmxFold.js';
import type { GmxMarketRow, GmxPositionRow } from './gmxRows.js';

const MARKET = '0x70d95587d40a2caf56bd97485ab3eec10bee6336';
const WETH = '0x82af49447d8a07e3bd95bd0d56f35241523fbab1';
const USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
const KEY = `0x${'ab'.repeat(32)}` as const;
const ETHER = 10n ** 18n;

const feed = 'gmx-v2:arbitrum';
const markets = [`${MARKET}=perp:gmx:ETH-USD/${WETH}/18`];
const emitter = contractOf('gmx-v2', { role: 'events', feed, markets }, `0x${'e0'.repeat(20)}`, 'gmx/events');
const prices = [`${MARKET}=${2000n * 10n ** 12n}/${2000n * 10n ** 12n}/${10n ** 24n}`];
const terms = { role: 'reader', feed, markets, prices, dataStore: `0x${'d0'.repeat(20)}` };
const reader = contractOf('gmx-v2', terms, `0x${'c0'.repeat(20)}`, 'gmx/reader');

type Values<T> = Readonly<Record<string, T>>;

function log(name: string, addresses: Values<string>, uints: Values<bigint>, isLong = true): ContractLog {
  const { topics, data } = gmxEventLog({ name, about: MARKET, addresses, uints, isLong, positionKey: KEY });
  return rawLog(topics, data, emitter.address);
}

function position(account: string, sizeInTokens: bigint, isLong: boolean): ContractLog {
  const { topics, data } = gmxPositionLog(
    { account, market: MARKET, collateralToken: USDC, isLong },
    sizeInTokens,
    KEY,
  );
  return rawLog(topics, data, emitter.address);
}

const price = (min: bigint, max: bigint): ContractLog =>
  log('OraclePriceUpdate', { token: WETH }, { minPrice: min, maxPrice: max, timestamp: 1n });

const interest = (collateralToken: string, isLong: boolean, nextValue: bigint): ContractLog =>
  log('OpenInterestInTokensUpdated', { market: MARKET, collateralToken }, { nextValue }, isLong);

function info(isDisabled = false): ContractRead {
  const sides = { long: { longToken: 0n, shortToken: 0n }, short: { longToken: 0n, shortToken: 0n } };
  const returnData = encodeFunctionResult({
    abi: GMX_READER_ABI,
    functionName: 'getMarketInfo',
    result: {
      market: { marketToken: MARKET, indexToken: WETH, longToken: WETH, shortToken: USDC },
      borrowingFactorPerSecondForLongs: 2n * 10n ** 21n,
      borrowingFactorPerSecondForShorts: 10n ** 21n,
      baseFunding: { fundingFeeAmountPerSize: sides, claimableFundingAmountPerSize: sides },
      nextFunding: {
        longsPayShorts: false,
        fundingFactorPerSecond: 5n * 10n ** 21n,
        nextSavedFundingFactorPerSecond: 0n,
        fundingFeeAmountPerSizeDelta: sides,
        claimableFundingAmountPerSizeDelta: sides,
      },
      virtualInventory: {
        virtualPoolAmountForLongToken: 0n,
        virtualPoolAmountForShortToken: 0n,
        virtualInventoryForPositions: 0n,
      },
      isDisabled,
    },
  });
  const callData = hexToBytes(readPlanOf([reader], []).fixed[0]!.callData);
  const { address } = reader;
  return {
    address,
    function: 'getMarketInfo',
    callData,
    returnData: hexToBytes(returnData),
    reverted: false,
    accountId: undefined,
  };
}

function rowOf<Row>(folded: FoldedRows, kind: string): Row {
  return [...folded.rows.values()].find((row) => (row as { kind?: string }).kind === kind) as Row;
}

describe('GMX v2 on a chain', () => {
  it('says a perpetual once price and rates are known: 1e-9 a second are 0.0000036 an hour', () => {
    const folded = new FoldedRows(emitter, reader);
    const said = () =>
      gmxFold
        .observations('', rowOf<GmxMarketRow>(folded, 'market'), folded.rows, folded.place, folded.watch)
        .map(({ event }) => event);
    folded.log(gmxFold, emitter, price(2500n * 10n ** 12n, 2501n * 10n ** 12n));
    expect(said()).toEqual([]);
    folded.read(gmxFold, reader, info());
    const common = {
      feed,
      venue: 'gmx',
      instrumentId: 'perp:gmx:ETH-USD',
      markPrice: '2500.5',
      longBorrowRate: '0.0000072',
      shortBorrowRate: '0.0000036',
      // Shorts pay: 5e-9 a second.
      fundingRate: '-0.000018',
    };
    expect(said()).toMatchObject([{ type: PerpObserved.$type, value: { ...common, openInterest: '' } }]);
    // Each side with each collateral: 1 + 2 + 3 + 4, and the first again with 5.
    folded.log(gmxFold, emitter, interest(WETH, true, ETHER)).log(gmxFold, emitter, interest(USDC, true, 2n * ETHER));
    folded.log(gmxFold, emitter, interest(WETH, false, 3n * ETHER));
    expect(said()).toMatchObject([{ value: { openInterest: '' } }]);
    folded.log(gmxFold, emitter, interest(USDC, false, 4n * ETHER));
    expect(said()).toMatchObject([{ value: { openInterest: '10' } }]);
    folded.log(gmxFold, emitter, interest(WETH, true, 5n * ETHER));
    expect(said()).toMatchObject([{ value: { openInterest: '14' } }]);
    folded.read(gmxFold, reader, info(true));
    expect(said()).toEqual([]);
  });

  it('holds the positions of watched accounts, short below 0, and of nobody else', () => {
    const folded = new FoldedRows(emitter).log(gmxFold, emitter, position(STRANGER, ETHER, true));
    expect(folded.rows.size).toBe(0);
    folded.log(gmxFold, emitter, position(DESK, 2n * ETHER, false));
    const held = () => gmxFold.positions('', rowOf<GmxPositionRow>(folded, 'position'), folded.watch);
    const desk = { accountId: 'desk-a', instrumentId: 'perp:gmx:ETH-USD', unitDecimals: 18 };
    expect(held()).toMatchObject([{ ...desk, units: -2n * ETHER, source: `gmx-v2:ethereum/${KEY}` }]);
    folded.log(gmxFold, emitter, position(DESK, 0n, false));
    expect(held()).toMatchObject([{ units: 0n }]);
  });

  it('asks the reader for each market when a log names it, and refuses what is no answer', () => {
    const { fixed } = readPlanOf([emitter, reader], []);
    expect(fixed).toHaveLength(1);
    expect(fixed[0]!.touchedBy).toEqual([{ address: emitter.address, word: pad(MARKET as Hex) }]);
    expect(gmxFold.decodeRead(reader, { ...info(), reverted: true })).toMatchObject({ kind: 'refused' });
    expect(gmxFold.decodeRead(reader, { ...info(), returnData: new Uint8Array(31) })).toMatchObject({
      kind: 'refused',
    });
  });

  it('refuses a catalogue that it could not read', () => {
    const check = (parameters: object) => gmxFold.checkContract(contractOf('gmx-v2', parameters as never));
    expect(check({ role: 'events', feed, markets })).toBeUndefined();
    expect(check(terms)).toBeUndefined();
    expect(check({ role: 'vault', feed, markets })).toMatch('Expected a role of events, reader or store');
    expect(check({ role: 'events', feed, markets: ['ETH'] })).toMatch(
      'Expected MARKET=INSTRUMENT/INDEX_TOKEN/DECIMALS',
    );
    expect(check({ ...terms, prices: [`${MARKET}=1/2`] })).toMatch('Expected MARKET=INDEX/LONG/SHORT');
  });
});
