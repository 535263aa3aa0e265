import type { Event } from '@gimbal/contracts';
import { isEvent } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { OptionQuoteObserved, PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { BookObserved, IndexObserved, TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import type { AccountTruth, VenueTruth } from '@gimbal/testkit';
import { ObservedAccount } from './observedAccount.ts';

/** How a venue stands by the facts that were said of it. */
export class ObservedVenue {
  readonly books = new Map<string, BookObserved>();
  readonly marks = new Map<string, string>();
  readonly indexes = new Map<string, string>();
  readonly trades = new Map<string, Set<string>>();
  readonly positions = new Map<string, string>();
  tradesTwice = 0;
  private readonly account = new ObservedAccount();
  /** Facts of each kind. */
  readonly counts = { book: 0, mark: 0, index: 0, trades: 0 };

  fold(said: Event): void {
    this.account.fold(said);
    if (isEvent(said, BookObserved)) {
      this.counts.book++;
      this.books.set(said.value.instrumentId, said.value);
    } else if (isEvent(said, PerpObserved)) {
      this.counts.mark++;
      this.marks.set(said.value.instrumentId, said.value.markPrice);
    } else if (isEvent(said, OptionQuoteObserved)) {
      this.counts.mark++;
      this.marks.set(said.value.instrumentId, String(said.value.markPrice));
    } else if (isEvent(said, IndexObserved)) {
      this.counts.index++;
      this.indexes.set(said.value.index, said.value.price);
    } else if (isEvent(said, TradeObserved)) {
      const { instrumentId, tradeId } = said.value;
      this.counts.trades++;
      const known = this.trades.get(instrumentId) ?? new Set();
      if (known.has(tradeId)) this.tradesTwice++;
      this.trades.set(instrumentId, known.add(tradeId));
    } else if (isEvent(said, AccountPositionObserved)) {
      const { accountId, instrumentId, quantity } = said.value;
      this.positions.set(`${accountId}|${instrumentId}`, quantity);
    }
  }

  /** What differs from the venue itself; nothing when all is as it is there. */
  differences(truth: VenueTruth, account: AccountTruth): readonly string[] {
    const found: string[] = [...this.account.differences(account)];
    for (const [id, { bids, asks }] of truth.books) {
      const book = this.books.get(id);
      for (const [side, levels] of [['bids', bids] as const, ['asks', asks] as const]) {
        const expected = levels.map(([price, size]) => `${Number(price)}x${Number(size)}`).join();
        const was = book?.[side].map(({ price, size }) => `${Number(price)}x${Number(size)}`).join();
        if (expected !== was) found.push(`${side} of ${id}: expected ${expected}, was ${was}`);
      }
    }
    differ(found, 'mark', truth.marks, this.marks);
    differ(found, 'index', truth.indexes, this.indexes);
    differ(found, 'position', truth.positions, this.positions);
    for (const [id, ids] of truth.trades) {
      const known = this.trades.get(id) ?? new Set();
      const missing = ids.filter((one) => !known.has(one));
      if (missing.length > 0) found.push(`trades of ${id}: ${missing.length} missing, the first ${missing[0]}`);
      if (known.size > ids.length) found.push(`trades of ${id}: expected ${ids.length}, were ${known.size}`);
    }
    if (this.tradesTwice > 0) found.push(`trades: ${this.tradesTwice} said twice`);
    return found;
  }
}

function differ(
  found: string[],
  kind: string,
  truth: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): void {
  for (const [id, expected] of truth) {
    const was = known.get(id);
    if (was === undefined || Number(was) !== Number(expected)) {
      found.push(`${kind} of ${id}: expected ${expected}, was ${was}`);
    }
  }
}
