import type { DeriveExpiry, DeriveOption, DerivePerp, DerivePerpFeed } from '../derive/deriveMarket.js';

/** What one portfolio-margin account holds. Amounts are in whole coins and contracts, negative when owed or short. */
export interface Pmrm2Portfolio {
  readonly cashUsd: number;
  readonly perp?: DerivePerp | undefined;
  readonly options: readonly DeriveOption[];
  readonly collaterals: readonly { readonly asset: string; readonly amount: number }[];
}

/** What the feeds of one underlying say at the valuation moment. */
export interface Pmrm2Market {
  readonly spotUsd?: number | undefined;
  readonly spotConfidence: number;
  /** Dollars for one unit of the venue's cash. */
  readonly stableUsd?: number | undefined;
  readonly perp?: DerivePerpFeed | undefined;
  readonly expiries: readonly DeriveExpiry[];
  readonly collaterals: readonly Pmrm2CollateralFeed[];
}

export interface Pmrm2CollateralFeed {
  readonly asset: string;
  readonly priceUsd?: number | undefined;
  readonly confidence: number;
}
