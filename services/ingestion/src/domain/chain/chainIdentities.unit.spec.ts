import { type Event, type EventCodec, isEvent } from '@gimbal/contracts';
import { FramesDropped } from '@gimbal/contracts/ingestion/v1/health_events';
import { GasPriceObserved, OracleRoundObserved, PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { bytesToHex } from 'viem';
import { block, CHAIN, chainFeedOf, GENESIS_S, timeOf } from '../../chain.scenario.js';
import { drive } from '../../ingestion.scenario.js';
import { CHAINLINK_ABI } from './protocols/chainlink/chainlinkAbi.js';
import { logOf, STRANGER } from './protocols/protocol.sample.js';
import { UNISWAP_V3_POOL_ABI } from './protocols/uniswapV3/uniswapV3Abi.js';

const POOL = `0x${'b1'.repeat(20)}`;
const AGGREGATOR = `0x${'b2'.repeat(20)}`;

const chainlink = { feed: 'eth-usd', asset: 'ETH', decimals: 8, heartbeatSeconds: 3600 };
const feed = chainFeedOf({
  contracts: [
    { name: 'pool', chain: CHAIN, address: POOL, protocol: 'uniswap-v3-pool', parameters: { feed: 'pool' } },
    { name: 'aggregator', chain: CHAIN, address: AGGREGATOR, protocol: 'chainlink', parameters: chainlink },
  ],
  accounts: [],
  gas: { feed: 'gas', assumedCoinPriceUsd: '1700' },
});

function logAt(log: ReturnType<typeof logOf>, address: string, logIndex: number): object {
  return { ...log, address, logIndex, data: bytesToHex(log.data) };
}

function swap(tick: number, logIndex: number): object {
  const args = { sender: STRANGER, recipient: STRANGER, amount0: 5n, amount1: -5n, sqrtPriceX96: 2n ** 96n };
  return logAt(logOf(UNISWAP_V3_POOL_ABI, 'Swap', { ...args, liquidity: 1000n, tick }), POOL, logIndex);
}

function round(roundId: bigint, current: bigint, second: number, logIndex: number): object {
  const updatedAt = BigInt(GENESIS_S + second);
  return logAt(logOf(CHAINLINK_ABI, 'AnswerUpdated', { current, roundId, updatedAt }), AGGREGATOR, logIndex);
}

/** What was said of a kind, and that nothing was refused, dropped or called late. */
function said<T>(events: readonly Event[], type: EventCodec<T>): readonly T[] {
  expect(events.filter((event) => isEvent(event, RecordQuarantined) || isEvent(event, FramesDropped))).toEqual([]);
  return events.flatMap((event) => (isEvent(event, type) ? [event.value] : []));
}

describe('what a chain says within a minute', () => {
  it('is all said: each block of a pool, each price of gas', () => {
    const driven = drive([feed]);
    const ticks: number[] = [];
    const prices: string[] = [];
    for (let number = 1; number <= 4; number++) {
      const frame = block({
        number,
        name: `a${number}`,
        parent: `a${number - 1}`,
        baseFeePerGas: `${number}000000000`,
        logs: [swap(number * 10, 0), swap(number * 10 + 1, 1)],
      });
      const events = driven.step(timeOf(number), [frame]);
      ticks.push(...said(events, PoolObserved).map(({ tick }) => tick));
      prices.push(...said(events, GasPriceObserved).map(({ gasPriceGwei }) => gasPriceGwei));
    }
    expect(ticks).toEqual([11, 21, 31, 41]);
    expect(prices).toEqual(['1', '2', '3', '4']);
    expect(driven.state.feeds.get('pool')).toMatchObject({ observations: 4, lastObservedAtUs: timeOf(4) });
  });

  it('goes back with a reorganisation, in the same minute', () => {
    const driven = drive([feed]);
    const blockOf = (number: number, branch: string, parent: string, tick: number) =>
      block({ number, name: `${branch}${number}`, parent, logs: [swap(tick, 0)] });
    driven.step(timeOf(1), [blockOf(1, 'a', 'a0', 10)]);
    driven.step(timeOf(2), [blockOf(2, 'a', 'a1', 20)]);
    const back = driven.step(timeOf(3), [block({ number: 2, name: 'b2', parent: 'a1' })]);
    expect(said(back, PoolObserved)).toMatchObject([{ tick: 10, observedAtUs: timeOf(1) }]);
  });
});

describe('rounds of a chain', () => {
  it('of one block are taken in their order, and no round is missing or late because of those between', () => {
    const driven = drive([feed]);
    const logs = [round(7n, 1_700n, 11, 0), round(8n, 1_701n, 12, 1)];
    const first = driven.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0', logs })]);
    expect(said(first, OracleRoundObserved)).toMatchObject([{ roundId: '8', answer: '1701' }]);
    const next = [round(11n, 1_702n, 24, 0)];
    const second = driven.step(timeOf(2), [block({ number: 2, name: 'a2', parent: 'a1', logs: next })]);
    expect(second.map(({ type }) => type.slice(type.lastIndexOf('.') + 1))).not.toContain('FeedGapDetected');
    expect(said(second, OracleRoundObserved)).toMatchObject([{ roundId: '11' }]);
  });

  it('that are undone leave the one before, which is the price again', () => {
    const driven = drive([feed]);
    driven.step(timeOf(1), [block({ number: 1, name: 'a1', parent: 'a0', logs: [round(7n, 1_700n, 11, 0)] })]);
    driven.step(timeOf(2), [block({ number: 2, name: 'a2', parent: 'a1', logs: [round(8n, 900n, 23, 0)] })]);
    expect(driven.state.book.prices.get('eth-usd')?.answer).toBe(900n);
    const back = driven.step(timeOf(3), [block({ number: 2, name: 'b2', parent: 'a1' })]);
    expect(said(back, OracleRoundObserved)).toMatchObject([{ roundId: '7', answer: '1700' }]);
    expect(driven.state.book.prices.get('eth-usd')?.answer).toBe(1_700n);
  });
});
