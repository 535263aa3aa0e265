import fc from 'fast-check';
import { notification } from './jsonRpcMessages.scenario.js';
import type { Side } from './referenceBook.scenario.js';
import { members, type Written, written } from './writtenJson.scenario.js';

/** Test support: levels of books, and the messages of each venue that tell of them. */

export interface LevelTold {
  readonly side: Side;
  readonly price: string;
  readonly size: string;
}

/** Bids from 1 to 5 and asks from 4.1 to 9: sides of up to fifty levels, which meet now and then. */
const TENTHS = { bids: { min: 10, max: 50 }, asks: { min: 41, max: 90 } };
const AT = '#1700000000000';
const GONE = /^#?0(?:\.0)?(?:e2)?$/;

const size = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('0', '#0.0', '0e2') },
  { weight: 5, arbitrary: fc.constantFrom('1', '#2.50', '3e-1', '#12', '0.001', '1000000.25') },
);

function level(spellings: (price: string, tenths: number) => readonly string[]): fc.Arbitrary<LevelTold> {
  const of = (side: Side): fc.Arbitrary<LevelTold> => {
    const price = fc
      .integer(TENTHS[side])
      .chain((tenths) => fc.constantFrom(...spellings(`${Math.floor(tenths / 10)}.${tenths % 10}`, tenths)));
    return fc.record({ side: fc.constant(side), price, size });
  };
  return fc.oneof(of('bids'), of('asks'));
}

export const plainLevel = level((price, tenths) => [price, `#${price}`, `${price}00`, `${tenths}e-1`]);
/** The last two are one as float64, and two as decimals. */
export const fineLevel = level((price) => [
  price,
  `#${price}`,
  `${price}0000000000000000001`,
  `${price}0000000000000000002`,
]);

export function levelsOf(of: fc.Arbitrary<LevelTold>, maxLength: number): fc.Arbitrary<readonly LevelTold[]> {
  return fc.array(of, { maxLength, size: 'max' });
}

const on = (levels: readonly LevelTold[], side: Side): readonly LevelTold[] =>
  levels.filter((one) => one.side === side);
const pairs = (levels: readonly LevelTold[], side: Side): Written =>
  on(levels, side).map((one) => [one.price, one.size]);
const named = (levels: readonly LevelTold[], side: Side): Written =>
  on(levels, side).map((one) => members({ price: one.price, size: one.size }));

export type DydxBookKind = 'snapshot' | 'change' | 'batch' | 'forgotten';

export function dydxText(
  kind: DydxBookKind,
  ticker: string,
  parts: readonly (readonly LevelTold[])[],
  number: number,
): string {
  const levels = parts.flat();
  const changed = parts.map((part) => members({ bids: pairs(part, 'bids'), asks: pairs(part, 'asks') }));
  const [type, contents] = {
    snapshot: ['subscribed', members({ bids: named(levels, 'bids'), asks: named(levels, 'asks') })] as const,
    change: ['channel_data', changed[0] ?? members({})] as const,
    batch: ['channel_batch_data', changed] as const,
    forgotten: ['unsubscribed', null] as const,
  }[kind];
  return written(members({ type, message_id: `#${number}`, channel: 'v4_orderbook', id: ticker, contents }));
}

export function deribitText(
  type: 'snapshot' | 'change',
  levels: readonly LevelTold[],
  previousId: number,
  changeId: number,
): string {
  const acted = (side: Side): Written =>
    on(levels, side).map((one) => [GONE.test(one.size) ? 'delete' : 'change', one.price, one.size]);
  const data = {
    type,
    timestamp: AT,
    prev_change_id: type === 'snapshot' ? undefined : `#${previousId}`,
    instrument_name: 'ETH_USDC-PERPETUAL',
    change_id: `#${changeId}`,
    bids: acted('bids'),
    asks: acted('asks'),
  };
  return notification('book.ETH_USDC-PERPETUAL.100ms', members(data));
}

export function deriveText(levels: readonly LevelTold[]): string {
  const data = { instrument_name: 'ETH-PERP', timestamp: AT, bids: pairs(levels, 'bids'), asks: pairs(levels, 'asks') };
  return notification('orderbook.ETH-PERP.1.100', members(data));
}

export function hyperliquidText(levels: readonly LevelTold[]): string {
  const sides = (['bids', 'asks'] as const).map((side) =>
    on(levels, side).map((one) => members({ px: one.price, sz: one.size, n: '#1' })),
  );
  return written(members({ channel: 'l2Book', data: members({ coin: 'ETH', time: AT, levels: sides }) }));
}
