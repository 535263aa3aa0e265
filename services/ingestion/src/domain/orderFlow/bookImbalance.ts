/** The best of each side; sizes in the unit of the venue. */
export interface TopOfBook {
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/**
 * What one change of the best quotes adds to the order-flow imbalance: a bid that stays or rises adds its size, one that
 * stays or falls takes the size before away, and the asks the other way round (Cont, Kukanov and Stoikov, "The price
 * impact of order book events", 2014, section 2). Above 0 buyers press.
 */
export function bookImbalance(before: TopOfBook, now: TopOfBook): number {
  const bids = (now.bid >= before.bid ? now.bidSize : 0) - (now.bid <= before.bid ? before.bidSize : 0);
  const asks = (now.ask <= before.ask ? now.askSize : 0) - (now.ask >= before.ask ? before.askSize : 0);
  return bids - asks;
}
