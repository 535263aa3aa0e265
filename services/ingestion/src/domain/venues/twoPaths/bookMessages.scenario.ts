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

/** Prices in tenths: sides of some forty levels, which meet or don't. */
const APART = { bids: { min: 1, max: 45 }, asks: { min: 46, max: 90 } };
const MEETING = { bids: { min: 1, max: 50 }, asks: { min: 41, max: 90 } };
const AT = '#1700000000000';
const GONE = /^#?0(?:\.0)?(?:e2)?$/;

const some = fc.constantFrom('1', '#2.50', '3e-1', '#12', '0.001', '1000000.25');
const someOrNone = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('0', '#0.0', '0e2') },
  { weight: 5, arbitrary: some },
);

type Spellings = (price: string, tenths: number) => readonly string[];

export const plainly: Spellings = (price, tenths) => [price, `#${price}`, `${price}00`, `${tenths}e-1`];
/** The last two are one as float64, and two as decimals. */
export const finely: Spellings = (price) => [
  price,
  `#${price}`,
  `${price}0000000000000000001`,
  `${price}0000000000000000002`,
];

function level(spellings: Spellings, isMeeting: boolean, size: fc.Arbitrary<string>): fc.Arbitrary<LevelTold> {
  const of = (side: Side): fc.Arbitrary<LevelTold> => {
    const price = fc
      .integer((isMeeting ? MEETING : APART)[side])
      .chain((tenths) => fc.constantFrom(...spellings(`${Math.floor(tenths / 10)}.${tenths % 10}`, tenths)));
    return fc.record({ side: fc.constant(side), price, size });
  };
  return fc.oneof(of('bids'), of('asks'));
}

/** A whole book: small, or deeper than what is said of it. */
export function wholeBook(spellings: Spellings, isMeeting: boolean): fc.Arbitrary<readonly LevelTold[]> {
  return fc.oneof(
    fc.array(level(spellings, isMeeting, someOrNone), { maxLength: 50, size: 'max' }),
    fc.array(level(spellings, isMeeting, some), { minLength: 120, maxLength: 140, size: 'max' }),
  );
}

/** Some levels, or one: by itself it shows whether a side that was said before is said anew. */
export function someLevels(spellings: Spellings, isMeeting: boolean): fc.Arbitrary<readonly LevelTold[]> {
  const one = level(spellings, isMeeting, someOrNone);
  return fc.oneof(
    one.map((only) => [only]),
    fc.array(one, { maxLength: 6 }),
  );
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
