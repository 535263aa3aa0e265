/** What the logs and answers of an Aave v3 deployment say. Addresses lower case, amounts in the tokens' integers. */
export type AavePoolFact =
  | {
      readonly kind: 'lending_action';
      readonly action: 'supply' | 'withdraw' | 'borrow' | 'repay';
      readonly reserve: string;
      /** Whose balance it is, whoever sent it. */
      readonly user: string;
      readonly units: bigint;
      /** What of it isn't folded: debt at a stable rate. Empty otherwise. */
      readonly notModelled: string;
    }
  | {
      readonly kind: 'lending_liquidated';
      readonly user: string;
      readonly liquidator: string;
      readonly collateralReserve: string;
      readonly debtReserve: string;
      readonly repaidUnits: bigint;
      readonly seizedUnits: bigint;
    }
  | {
      readonly kind: 'reserve_updated';
      readonly reserve: string;
      readonly liquidityIndexRay: bigint;
      readonly variableBorrowIndexRay: bigint;
      readonly liquidityRateRay: bigint;
      readonly variableBorrowRateRay: bigint;
    }
  /** An index carried to the block of the answer, and the rates from there on. */
  | { readonly kind: 'reserve_index'; readonly reserve: string; readonly of: ReserveSide; readonly indexRay: bigint }
  | {
      readonly kind: 'reserve_rates';
      readonly reserve: string;
      readonly liquidityRateRay: bigint;
      readonly variableBorrowRateRay: bigint;
    }
  /** What can still be lent out or paid back, and what was written off and not covered yet. */
  | {
      readonly kind: 'reserve_money';
      readonly reserve: string;
      readonly of: 'available' | 'deficit';
      readonly units: bigint;
    }
  | { readonly kind: 'collateral_use'; readonly reserve: string; readonly user: string; readonly enabled: boolean }
  | { readonly kind: 'emode_chosen'; readonly user: string; readonly category: number }
  /** A debt that nothing secured any more was written off. */
  | { readonly kind: 'deficit_created'; readonly reserve: string; readonly user: string; readonly units: bigint };

export type ReserveSide = 'supply' | 'debt';

export type AaveTokenFact =
  /** All that the token's holders have, interest up to the block in it. */
  | { readonly kind: 'total_read'; readonly units: bigint }
  /** The balance changed by so many units of the underlying, interest left out; below 0 it shrank. */
  | {
      readonly kind: 'scaled_changed';
      readonly user: string;
      readonly byUnits: bigint;
      readonly indexRay: bigint;
    }
  /** Scaled units went from one holder to another, exactly. */
  | {
      readonly kind: 'scaled_moved';
      readonly from: string;
      readonly to: string;
      readonly scaled: bigint;
      readonly indexRay: bigint;
    };

export type AaveConfiguratorFact =
  | {
      readonly kind: 'collateral_configured';
      readonly reserve: string;
      readonly ltvBps: number;
      readonly liquidationThresholdBps: number;
      readonly liquidationBonusBps: number;
    }
  | { readonly kind: 'protocol_fee_changed'; readonly reserve: string; readonly feeBps: number }
  | {
      readonly kind: 'emode_configured';
      readonly category: number;
      readonly ltvBps: number;
      readonly liquidationThresholdBps: number;
      readonly liquidationBonusBps: number;
      /** The zero address where the category has no price of its own. */
      readonly oracle: string;
    }
  /** Up to v3.1: the asset's one category; 0 for none. */
  | { readonly kind: 'emode_of_asset'; readonly reserve: string; readonly category: number }
  | {
      readonly kind: 'emode_member';
      readonly reserve: string;
      readonly category: number;
      readonly set: EModeSet;
      readonly member: boolean;
    }
  /** The whole set, as a read of its bitmap gives it: places in the list of reserves. */
  | { readonly kind: 'emode_members'; readonly category: number; readonly set: EModeSet; readonly bitmap: bigint };

export type EModeSet = 'collateral' | 'borrowable' | 'ltv_zero';

export type AaveFact = AavePoolFact | AaveTokenFact | AaveConfiguratorFact;
