import type { DeriveExpiry, DeriveOption, DerivePerp, DerivePerpFeed } from '../derive/deriveMarket.js';

/** What one standard account holds. Amounts are in whole coins and contracts, negative when owed or short. */
export interface SrmPortfolio {
  readonly cashUsd: number;
  readonly holdings: readonly SrmHolding[];
}

/** What it holds on one underlying. */
export interface SrmHolding {
  readonly underlying: string;
  readonly perp?: DerivePerp | undefined;
  readonly options: readonly DeriveOption[];
  /** Coins of the underlying itself. */
  readonly baseAmount: number;
}

/** What the feeds say at the valuation moment. */
export interface SrmMarket {
  /** Dollars for one unit of the venue's cash. */
  readonly stableUsd?: number | undefined;
  readonly underlyings: readonly SrmUnderlying[];
}

export interface SrmUnderlying {
  readonly underlying: string;
  readonly spotUsd?: number | undefined;
  readonly spotConfidence: number;
  readonly perp?: DerivePerpFeed | undefined;
  readonly expiries: readonly DeriveExpiry[];
}
