import { bookImbalance } from './bookImbalance.js';
import { boughtShare, varianceWith } from './boughtShare.js';
import { type BucketRow, fillBuckets, vpinOf } from './bucketVolume.js';
import type { FlowInput, SwapFlow } from './flowInput.js';
import type { CompletedInterval, FlowInterval, FlowRow } from './flowRows.js';
import { COMPLETED_KEPT } from './limits.js';
import { lossOfMove, lossOfReserves } from './lossVersusRebalancing.js';
import { markoutQuote, withPending } from './markout.js';

const US_PER_SECOND = 1_000_000n;

/** One more input in a feed's flow. Constant work but for what comes due, and each comes due once. */
export function withFlow(row: FlowRow, input: FlowInput): FlowRow {
  const interval = BigInt(row.terms.intervalSeconds) * US_PER_SECOND;
  const id = input.block ?? (interval === 0n ? input.atUs : input.atUs / interval);
  const opened = row.current?.id === id ? row : withInterval(row, id, input.atUs);
  return withInput(withDueMarkouts(opened, input.atUs), input);
}

/** Ends the interval that was open, and opens one. */
function withInterval(row: FlowRow, id: bigint, atUs: bigint): FlowRow {
  const { current, price } = row;
  const opened = emptyInterval((current?.ordinal ?? 0) + 1, id, atUs, row.terms.markoutSeconds.length);
  if (current === undefined) return { ...row, current: opened };
  const waits = current.makersBase !== 0 || current.makersQuote !== 0;
  const { makersBase, makersQuote } = current;
  const waiting = { atUs: current.lastUs, makersBase, makersQuote };
  const completed: CompletedInterval = {
    ...current,
    lvrQuote: current.lossQuote + lossOfReserves(current.reservesBase, current.reservesQuote, price ?? 0),
    vpin: vpinOf(row.buckets, Number(row.terms.bucketUnits), row.terms.buckets),
  };
  return {
    ...row,
    current: opened,
    completed: [...row.completed, completed].slice(-COMPLETED_KEPT),
    pending: waits ? row.pending.map((one) => withPending(one, waiting)) : row.pending,
  };
}

function emptyInterval(ordinal: number, id: bigint, atUs: bigint, horizons: number): FlowInterval {
  return {
    ordinal,
    id,
    lastUs: atUs,
    imbalanceBase: 0,
    volumeQuote: 0,
    feesQuote: 0,
    lossQuote: 0,
    reservesBase: 0,
    reservesQuote: 0,
    makersBase: 0,
    makersQuote: 0,
    markoutsQuote: Array.from({ length: horizons }, () => undefined),
  };
}

/** What came due before this moment is reckoned at the price that stood then, which is the last one before it. */
function withDueMarkouts(row: FlowRow, atUs: bigint): FlowRow {
  const { current, price, terms } = row;
  if (current === undefined || price === undefined) return row;
  const dueOf = (at: number): number => {
    const horizonUs = BigInt(terms.markoutSeconds[at] ?? 0) * US_PER_SECOND;
    const waiting = (row.pending[at] ?? []).findIndex((one) => one.atUs + horizonUs >= atUs);
    return waiting < 0 ? (row.pending[at] ?? []).length : waiting;
  };
  const due = row.pending.map((_, at) => dueOf(at));
  if (due.every((count) => count === 0)) return row;
  const markoutsQuote = current.markoutsQuote.map((held, at) =>
    (row.pending[at] ?? [])
      .slice(0, due[at])
      .reduce<number | undefined>((sum, one) => (sum ?? 0) + markoutQuote(one, price), held),
  );
  return {
    ...row,
    current: { ...current, markoutsQuote },
    pending: row.pending.map((pending, at) => pending.slice(due[at])),
  };
}

function withInput(row: FlowRow, input: FlowInput): FlowRow {
  const current = { ...row.current!, lastUs: input.atUs };
  switch (input.kind) {
    case 'book': {
      const { top } = input;
      const added = row.book === undefined ? 0 : bookImbalance(row.book, top);
      const imbalanceBase = current.imbalanceBase + added;
      return { ...row, book: top, price: (top.bid + top.ask) / 2, current: { ...current, imbalanceBase } };
    }
    case 'trade':
      return withTrade(row, current, input);
    case 'swap':
      return withSwap(row, current, input);
    case 'poolInterval':
      return withPoolInterval(row, current, input);
  }
}

/** A book says where the price is; without one the trades do. */
function withTrade(row: FlowRow, current: FlowInterval, trade: Extract<FlowInput, { kind: 'trade' }>): FlowRow {
  const change = row.price === undefined ? undefined : trade.price - row.price;
  const share = trade.bought === undefined ? boughtShare(change ?? 0, row.variance) : trade.bought ? 1 : 0;
  const taken = trade.base * (2 * share - 1);
  return {
    ...row,
    price: row.book === undefined ? trade.price : row.price,
    variance: change === undefined ? row.variance : varianceWith(row.variance, change),
    buckets: bucketsWith(row, trade.base, share),
    current: {
      ...current,
      volumeQuote: current.volumeQuote + trade.base * trade.price,
      makersBase: current.makersBase - taken,
      makersQuote: current.makersQuote + taken * trade.price,
    },
  };
}

function withSwap(row: FlowRow, current: FlowInterval, { price, base, quote, feeShare }: SwapFlow): FlowRow {
  const kept = 1 - feeShare;
  return {
    ...row,
    price,
    buckets: bucketsWith(row, Math.abs(base), base < 0 ? 1 : 0),
    current: {
      ...current,
      imbalanceBase: current.imbalanceBase - base,
      volumeQuote: current.volumeQuote + Math.abs(quote),
      feesQuote: current.feesQuote + feeShare * (Math.max(quote, 0) + Math.max(base, 0) * price),
      reservesBase: current.reservesBase + (base > 0 ? base * kept : base),
      reservesQuote: current.reservesQuote + (quote > 0 ? quote * kept : quote),
      makersBase: current.makersBase + base,
      makersQuote: current.makersQuote + quote,
    },
  };
}

/** What was paid out isn't observed: it is taken to be what was paid in, less the fee, at the mean of both prices. */
function withPoolInterval(
  row: FlowRow,
  current: FlowInterval,
  { price, liquidity, baseIn, quoteIn, feeShare }: Extract<FlowInput, { kind: 'poolInterval' }>,
): FlowRow {
  const before = row.price ?? price;
  const mean = Math.sqrt(before * price);
  const kept = 1 - feeShare;
  const bought = (quoteIn * kept) / mean;
  const volume = bought + baseIn;
  return {
    ...row,
    price,
    buckets: bucketsWith(row, volume, volume === 0 ? 0 : bought / volume),
    current: {
      ...current,
      imbalanceBase: current.imbalanceBase + bought - baseIn,
      volumeQuote: current.volumeQuote + quoteIn + baseIn * mean,
      feesQuote: current.feesQuote + feeShare * (quoteIn + baseIn * mean),
      lossQuote: current.lossQuote + lossOfMove(liquidity, before, price),
      makersBase: current.makersBase + baseIn - bought,
      makersQuote: current.makersQuote + quoteIn - baseIn * kept * mean,
    },
  };
}

function bucketsWith({ buckets, terms }: FlowRow, volume: number, share: number): BucketRow {
  const bucketUnits = Number(terms.bucketUnits);
  return bucketUnits > 0 && volume > 0 ? fillBuckets(buckets, volume, share, bucketUnits, terms.buckets) : buckets;
}
