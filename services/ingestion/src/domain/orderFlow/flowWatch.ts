import type { OrderFlowTerms } from '@gimbal/contracts/ingestion/v1/health_events';

/** A pool or book whose order flow is said. */
export interface OrderFlowWatch {
  /** Of swap logs the contract's name in the catalogue, otherwise the feed. */
  readonly feed: string;
  /** The base asset or the book's instrument. */
  readonly instrumentId: string;
  readonly terms: OrderFlowTerms;
  /** The feed of the quote asset's price in dollars; empty when the quote is counted as a dollar. */
  readonly quoteFeed: string;
}
