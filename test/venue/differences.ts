import type { AccountTruth, VenueTruth } from '@gimbal/testkit';
import type { SaidFact } from './followVenue.ts';
import { standingOf } from './standingOf.ts';

/** Levels of a side that are said of a book. */
const LEVELS_SAID = 25;

/** Where facts and the venue's truth differ, in words; nothing when they agree. Trades that no message tells again may be missing. */
export function differences(
  facts: readonly SaidFact[],
  truth: VenueTruth,
  account: AccountTruth,
  mayMiss: ReadonlySet<string>,
): readonly string[] {
  const standing = standingOf(facts);
  const found: string[] = [];
  const hold = (what: string, expected: unknown, was: unknown): void => {
    const [a, b] = [JSON.stringify(expected), JSON.stringify(was)];
    if (a !== b) found.push(`${what}: expected ${a}, was ${b}`);
  };
  for (const [id, book] of truth.books) {
    const said = standing.books.get(id);
    const side = (levels: readonly { price: string; size: string }[] = []) =>
      levels.map((one) => [one.price, one.size]);
    hold(`bids of ${id}`, book.bids.slice(0, LEVELS_SAID), side(said?.bids));
    hold(`asks of ${id}`, book.asks.slice(0, LEVELS_SAID), side(said?.asks));
  }
  for (const [id, mark] of truth.marks) hold(`mark of ${id}`, mark, standing.marks.get(id));
  for (const [id, quantity] of truth.positions) hold(`position ${id}`, quantity, standing.positions.get(id));
  for (const [id, quantity] of standing.positions) {
    if (!truth.positions.has(id)) hold(`position ${id}`, 0, Number(quantity));
  }
  for (const [id, { filledSize, open }] of account.orders) {
    const said = standing.orders.get(id);
    // An order that came and went while nobody listened need not be known.
    if (said === undefined && !open) continue;
    hold(`order ${id} open`, open, said?.open);
    if (open || said?.status.toLowerCase() === 'filled') {
      hold(`order ${id} filled`, Number(filledSize), Number(said?.filledSize));
    }
  }
  for (const [asset, total] of account.balances) hold(`balance of ${asset}`, total, standing.balances.get(asset));
  const fills = new Set(standing.fills);
  if (fills.size !== standing.fills.length) found.push(`fills said twice: ${standing.fills.length - fills.size}`);
  const unsaid = account.fills.filter((id) => !fills.has(id));
  if (unsaid.length > 0)
    found.push(`fills missing: ${unsaid.length}, the first ${unsaid[0]}, the last ${unsaid.at(-1)}`);
  const said = new Set(standing.trades);
  if (said.size !== standing.trades.length) found.push(`trades said twice: ${standing.trades.length - said.size}`);
  for (const [id, ids] of truth.trades) {
    const missing = ids.map((trade) => `${id}|${trade}`).filter((name) => !said.has(name) && !mayMiss.has(name));
    if (missing.length > 0) found.push(`${missing.length} trades of ${id}: ${missing.slice(0, 3).join(', ')}`);
  }
  return found;
}
