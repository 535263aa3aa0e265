import { event } from '@gimbal/contracts';
import { ChainLogObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { OrderFlowObserved, OrderFlowSource } from '@gimbal/contracts/ingestion/v1/health_events';
import { BookObserved, TradeObserved, TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drive, type Driven, frame, POOL, poolFeed, poolLine, us } from '../../ingestion.scenario.js';
import { bookImbalance } from './bookImbalance.js';
import { boughtShare, varianceWith } from './boughtShare.js';
import { fillBuckets, NO_BUCKETS, vpinOf } from './bucketVolume.js';
import { COMPLETED_KEPT, PENDING_MARKOUTS_MAX } from './limits.js';
import { lossOfMove, lossOfReserves } from './lossVersusRebalancing.js';
import { markoutQuote, withPending } from './markout.js';

const START_US = us('2023-08-17T00:00:00');
const second = (count: number): bigint => START_US + BigInt(count) * 1_000_000n;

describe('bookImbalance (Cont, Kukanov and Stoikov, 2014)', () => {
  const before = { bid: 100, bidSize: 10, ask: 101, askSize: 7 };

  it.each([
    ['nothing moves', {}, 0],
    ['more at the bid', { bidSize: 14 }, 4],
    ['a better bid: its whole size', { bid: 100.5, bidSize: 3 }, 3],
    ['the bid falls: the size before is gone', { bid: 99, bidSize: 50 }, -10],
    ['less at the ask', { askSize: 2 }, 5],
    ['the ask is taken out', { ask: 102, askSize: 9 }, 7],
    ['a better ask', { ask: 100.8, askSize: 4 }, -4],
    ['both: 4 more bid, ask falls with 4', { bidSize: 14, ask: 100.8, askSize: 4 }, 0],
  ])('%s', (_, change, imbalance) => {
    expect(bookImbalance(before, { ...before, ...change })).toBe(imbalance);
  });
});

describe('VPIN (Easley, López de Prado and O’Hara, 2012)', () => {
  it('by hand: three buckets of 10', () => {
    // Bought 6, sold 4: 2. Then 14 bought: 10 fill a bucket (10), 4 stay; 6 sold fill the third: |4 - 6| = 2.
    const trades = [
      [6, 1],
      [4, 0],
      [14, 1],
      [6, 0],
    ] as const;
    const row = trades.reduce((held, [volume, share]) => fillBuckets(held, volume, share, 10, 3), NO_BUCKETS);
    expect(row).toEqual({ bought: 0, sold: 0, imbalances: [2, 10, 2] });
    expect(vpinOf(row, 10, 3)).toBeCloseTo(14 / 30, 15);
    expect(vpinOf({ ...row, imbalances: [2, 10] }, 10, 3)).toBeUndefined();
  });

  it('spreads a trade over buckets, and comes out the same however it is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(cuts, (volumes) => {
        const total = volumes.reduce((sum, volume) => sum + volume, 0);
        const cut = volumes.reduce((row, volume) => fillBuckets(row, volume, 1, 8, 4), NO_BUCKETS);
        expect(cut).toEqual(fillBuckets(NO_BUCKETS, total, 1, 8, 4));
      }),
    );
    expect(fillBuckets(NO_BUCKETS, 8e9 + 3, 1, 8, 4)).toEqual({ bought: 3, sold: 0, imbalances: [8, 8, 8, 8] });
  });

  it('classifies volume without a side by the price change', () => {
    // N(1) = 0.8413447..., from tables of the normal distribution.
    expect(boughtShare(2, 4)).toBeCloseTo(0.841344746, 9);
    expect(boughtShare(-2, 4)).toBeCloseTo(1 - 0.841344746, 9);
    expect([boughtShare(5, undefined), boughtShare(5, 0)]).toEqual([0.5, 0.5]);
    expect(varianceWith(varianceWith(undefined, 2), 1)).toBeCloseTo(0.94 * 4 + 0.06, 12);
  });
});

describe('loss versus rebalancing (Milionis and others, 2022)', () => {
  it('by hand: a constant product of 10 and 1,000 goes from 100 to 121', () => {
    // √(10·1,000) = 100 = L. Reserves at 121: 100/11 base and 1,100 quote. Held and rebalanced: 10 base gain 210; the pool
    // went from 2,000 to 2,200. So 10 are lost: L(11 - 10)²/10.
    expect(lossOfMove(100, 100, 121)).toBeCloseTo(10, 12);
    expect(lossOfReserves(100 / 11 - 10, 100, 121)).toBeCloseTo(10, 12);
  });

  it('both ways agree at constant liquidity, and nobody loses less than nothing', () => {
    const price = fc.double({ min: 0.01, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(price, price, (before, after) => {
        const base = 50 / Math.sqrt(after) - 50 / Math.sqrt(before);
        const quote = 50 * (Math.sqrt(after) - Math.sqrt(before));
        const loss = lossOfMove(50, before, after);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(Math.abs(lossOfReserves(base, quote, after) - loss)).toBeLessThan(1e-9 * (1 + 50 * Math.sqrt(after)));
      }),
    );
  });
});

describe('markouts', () => {
  it('by hand: makers sold 2 at 101, and 30 s later it is worth 104', () => {
    expect(markoutQuote({ atUs: 0n, makersBase: -2, makersQuote: 202 }, 104)).toBe(-6);
  });

  it('past the limit the two oldest wait as one', () => {
    const one = { atUs: 1n, makersBase: 1, makersQuote: -1 };
    const full = Array.from({ length: PENDING_MARKOUTS_MAX }, (_, at) => ({ ...one, atUs: BigInt(at) }));
    const bounded = withPending(full, { ...one, atUs: 999n });
    expect(bounded).toHaveLength(PENDING_MARKOUTS_MAX);
    expect(bounded[0]).toEqual({ atUs: 1n, makersBase: 2, makersQuote: -2 });
    expect(bounded.at(-1)!.atUs).toBe(999n);
  });
});

const FEED = 'hyperliquid:books';
const PERP = 'perp:hyperliquid:ETH';
const none = { baseToken: 0, token0Decimals: 0, token1Decimals: 0, feePips: 0 };
const bookWatch = {
  feed: FEED,
  instrumentId: PERP,
  quoteFeed: '',
  terms: {
    ...none,
    source: OrderFlowSource.ORDER_FLOW_SOURCE_BOOK,
    intervalSeconds: 10,
    bucketUnits: '5',
    buckets: 2,
    markoutSeconds: [10, 3600],
  },
};

function flowsIn(events: readonly { type: string; value: unknown }[]): readonly OrderFlowObserved[] {
  return events.filter(({ type }) => type === OrderFlowObserved.$type).map(({ value }) => value as OrderFlowObserved);
}

function book(desk: Driven, atSeconds: number, bid: string, bidSize: string, ask: string, askSize: string): void {
  const [bids, asks] = [[{ price: bid, size: bidSize }], [{ price: ask, size: askSize }]];
  const value = { feed: FEED, venue: 'hyperliquid', instrumentId: PERP, bids, asks, sequence: '' };
  const said = event(BookObserved, { ...value, observedAtUs: second(atSeconds) });
  desk.hear('market', FEED, said, second(atSeconds), 'test');
}

function trade(desk: Driven, atSeconds: number, price: string, size: string, side: TradeSide): void {
  const named = { feed: FEED, venue: 'hyperliquid', instrumentId: PERP, tradeId: String(atSeconds) };
  const texts = { vol: '', indexPrice: '', markPrice: '' };
  const value = { ...named, price, size, side, liquidation: false, ...texts, observedAtUs: second(atSeconds) };
  desk.hear('market', FEED, event(TradeObserved, value), second(atSeconds), 'test');
}

describe('the flow of a book', () => {
  it('is said for each interval that is over, by hand', () => {
    const desk = drive([], { orderFlow: [bookWatch], protocolHealth: [] });
    const opening = flowsIn(desk.step(second(0), []));
    expect(opening).toMatchObject([{ ordinal: 0n, orderFlowImbalance: '', terms: bookWatch.terms }]);
    book(desk, 1, '100', '10', '102', '10');
    book(desk, 2, '100', '13', '102', '10');
    trade(desk, 3, '102', '4', TradeSide.TRADE_SIDE_BUY);
    book(desk, 4, '100', '13', '102', '6');
    trade(desk, 5, '100', '1', TradeSide.TRADE_SIDE_SELL);
    trade(desk, 6, '102', '5', TradeSide.TRADE_SIDE_BUY);
    expect(flowsIn(desk.step(second(9), []))).toEqual([]);
    book(desk, 12, '105', '1', '107', '1');
    // Bid 3 more, ask 4 fewer: 7. Buckets of 5: 4 bought, 1 sold; 5 bought: (3 + 5)/10. Volume 408 + 100 + 510.
    const [first] = flowsIn(desk.step(second(13), []));
    expect(first).toMatchObject({ ordinal: 1n, number: 0n, orderFlowImbalance: '7', vpin: '0.8', volumeUsd: '1018' });
    expect([first!.lvrUsd, first!.feesUsd, first!.markouts]).toEqual(['', '', []]);
    expect(first!.observedAtUs).toBe(second(6));
    // The makers sold 8 for 818. Their interval's last trade was at 6 s: at 16 s the mid is 106. The jump of the book: the
    // bid rose with 1, the ask of 6 was taken out.
    book(desk, 17, '108', '1', '110', '1');
    book(desk, 25, '108', '1', '110', '1');
    const [later] = flowsIn(desk.step(second(26), []));
    expect(later).toMatchObject({ ordinal: 2n, markouts: [{ afterSeconds: 10, usd: '-30' }] });
    expect(Number(later!.orderFlowImbalance)).toBe(1 + 6 + (1 + 1));
    expect(flowsIn(desk.step(second(27), []))).toEqual([]);
  });

  it('costs nothing where nobody watches, and takes no number that is none', () => {
    const off = drive([]);
    book(off, 1, '100', '10', '102', '10');
    expect([...off.state.orderFlow.flows.values()]).toEqual([]);
    const desk = drive([], { orderFlow: [bookWatch], protocolHealth: [] });
    desk.step(second(0), []);
    const empty = [...desk.state.orderFlow.flows.values()];
    book(desk, 1, 'x', '10', '102', '10');
    trade(desk, 1, '100', '-1', TradeSide.TRADE_SIDE_BUY);
    expect([...desk.state.orderFlow.flows.values()]).toEqual(empty);
  });

  it('opens anew on other terms', () => {
    const desk = drive([], { orderFlow: [bookWatch], protocolHealth: [] });
    desk.step(second(0), []);
    book(desk, 1, '100', '10', '102', '10');
    const terms = { ...bookWatch.terms, intervalSeconds: 60 };
    const other = drive([], { orderFlow: [{ ...bookWatch, terms }], protocolHealth: [] });
    for (const said of desk.said) other.hear('market', FEED, said, said.timeUs, said.causationId);
    expect(flowsIn(other.step(second(2), []))).toMatchObject([{ ordinal: 0n, terms: { intervalSeconds: 60 } }]);
    expect(other.state.orderFlow.flows.get(`${FEED}|${PERP}`)!.current).toBeUndefined();
  });

  it('stays bounded', () => {
    const desk = drive([], { orderFlow: [bookWatch], protocolHealth: [] });
    desk.step(second(0), []);
    for (let at = 1; at <= 400; at++) trade(desk, at * 10, '100', '1', TradeSide.TRADE_SIDE_BUY);
    const row = desk.state.orderFlow.flows.get(`${FEED}|${PERP}`)!;
    expect(row.completed).toHaveLength(COMPLETED_KEPT);
    expect(row.pending.map((pending) => pending.length)).toEqual([1, PENDING_MARKOUTS_MAX]);
    expect(row.buckets.imbalances).toHaveLength(2);
  });
});

const CONTRACT = 'uniswap-v3:ethereum/ens-weth-03';
const swapWatch = {
  feed: CONTRACT,
  instrumentId: 'spot:ENS',
  quoteFeed: '',
  terms: {
    source: OrderFlowSource.ORDER_FLOW_SOURCE_SWAP_LOGS,
    intervalSeconds: 0,
    bucketUnits: '100',
    buckets: 1,
    markoutSeconds: [60],
    baseToken: 1,
    token0Decimals: 18,
    token1Decimals: 18,
    feePips: 3000,
  },
};

/** A Swap log; sender and recipient say nothing of the flow. */
function swapLog(desk: Driven, number: bigint, atSeconds: number, amounts: readonly [bigint, bigint], price: bigint) {
  const words = [...amounts, price, 27848677274506847359n, 0n];
  const hex = words.map((word) => BigInt.asUintN(256, word).toString(16).padStart(64, '0')).join('');
  const topics = ['0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67', '0x0', '0x0'];
  const place = { chain: 'ethereum', adoption: number, number, blockHash: '', transactionHash: '', logIndex: 0 };
  const log = { ...place, address: '', topics, data: Buffer.from(hex, 'hex'), contract: CONTRACT };
  const said = event(ChainLogObserved, { ...log, blockTimeUs: second(atSeconds) });
  desk.hear('protocol', CONTRACT, said, second(atSeconds), 'test');
}

describe('the flow of a pool by its swap logs', () => {
  it('is said by block: WETH/ENS of 9 November 2021', () => {
    const desk = drive([], { orderFlow: [swapWatch], protocolHealth: [] });
    desk.step(second(0), []);
    // Block 13578936: 0.45 WETH buy 145.297 ENS, 107.588 ENS are sold for 0.3545 WETH, 0.0991 WETH buy 34.877 ENS.
    const swaps = [
      [450000000000000000n, -145297332972233388668n, 1234007158439758347475901738156n],
      [-354496843525935494n, 107587674962888456320n, 1539170731967240812097888883834n],
      [99075117070465334n, -34876614258170369519n, 1439948422944933305299128962054n],
    ] as const;
    for (const [amount0, amount1, price] of swaps) swapLog(desk, 13578936n, 10, [amount0, amount1], price);
    swapLog(desk, 13578941n, 100, [100000000000000000n, -40586449235886312908n], 1541845371296224062163342553694n);
    const [said] = flowsIn(desk.step(second(101), []));
    expect(said).toMatchObject({ number: 13578936n, ordinal: 1n, observedAtUs: second(10) });
    const bought = 145.297332972 - 107.587674962 + 34.876614258;
    expect(Number(said!.orderFlowImbalance)).toBeCloseTo(bought, 7);
    expect(Number(said!.volumeUsd)).toBeCloseTo(0.45 + 0.354496843 + 0.099075117, 6);
    // WETH per ENS after the block's last swap: the inverse square of its price.
    const last = 1 / (1.439948422944933e30 / 2 ** 96) ** 2;
    // A fee in ENS counts at the price after its own swap.
    const then = 1 / (1.539170731967241e30 / 2 ** 96) ** 2;
    const fees = 0.003 * (0.45 + 0.099075117 + 107.587674962 * then);
    expect(Number(said!.feesUsd)).toBeCloseTo(fees, 6);
    const ens = -145.297332972 + 107.587674962 * 0.997 - 34.876614258;
    const weth = (0.45 + 0.099075117) * 0.997 - 0.354496843;
    expect(Number(said!.lvrUsd)).toBeCloseTo(-(ens * last + weth), 6);
    // One bucket of 100 ENS after another: 100 bought; 45.3 bought and 54.7 sold; 52.9 sold and 34.9 bought stay open.
    expect(Number(said!.vpin)).toBeCloseTo((100 - 2 * 45.297332972) / 100, 7);
  });
});

describe('the flow of a pool by the minute', () => {
  it('takes what was paid out to be what was paid in, less the fee', () => {
    const watch = {
      ...swapWatch,
      feed: POOL,
      terms: {
        ...swapWatch.terms,
        source: OrderFlowSource.ORDER_FLOW_SOURCE_POOL_INTERVALS,
        intervalSeconds: 60,
        token0Decimals: 6,
        feePips: 500,
      },
    };
    const desk = drive([poolFeed], { orderFlow: [watch], protocolHealth: [] });
    const minute = (time: string) => us(`2023-08-17T${time}:30`);
    desk.step(minute('21:44'), [frame(POOL, poolLine('21:44', '202573', '0'))]);
    desk.step(minute('21:45'), [frame(POOL, poolLine('21:45', '202573', '1000000000'))]);
    const [said] = flowsIn(desk.step(minute('21:46'), [frame(POOL, poolLine('21:46', '202573', '2000000000'))]));
    // 1,000 USDC in at 10^12/1.0001^202573 dollars; nothing moved.
    const price = 1e12 / 1.0001 ** 202_573;
    expect(said).toMatchObject({ ordinal: 1n, number: 0n, volumeUsd: '1000', feesUsd: '0.5', lvrUsd: '0' });
    expect(Number(said!.orderFlowImbalance)).toBeCloseTo(999.5 / price, 9);
  });
});
