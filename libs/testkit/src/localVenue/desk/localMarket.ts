/** A market of a local venue. Prices and sizes are whole numbers of their last place. */
export interface LocalMarket {
  /** The venue's own name. */
  readonly name: string;
  readonly instrumentId: string;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  /** Where its price begins. */
  readonly firstPrice: number;
}

export interface LocalTrade {
  readonly market: LocalMarket;
  /** The venue's count over all its markets, from 1. */
  readonly number: number;
  readonly isBuy: boolean;
  readonly price: number;
  readonly size: number;
  readonly atMs: number;
}
