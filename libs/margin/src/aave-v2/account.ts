import type { AavePosition, AaveReserve, LiquidatableReserve } from '../aave/account.js';
import type { Liquidation } from '../aave/liquidation.js';

/** What an account holds and owes in one asset. Version 2 keeps a second debt beside the variable one. */
export interface AaveV2Position extends AavePosition {
  /**
   * Token units owed at a stable rate at the valuation moment, as `StableDebtToken.balanceOf` returns them
   * (`stableDebtBalance` carries a stored one there); nothing when left out.
   */
  readonly stableDebt?: bigint | undefined;
}

/**
 * An account on Aave v2. Prices are in the market's base currency, which is ETH with 18 decimals. There are no e-modes:
 * the category of a reserve isn't read.
 */
export interface AaveV2Account {
  readonly reserves: readonly AaveReserve[];
  readonly positions: readonly AaveV2Position[];
}

/** With the terms a liquidator gets. Version 2 takes no fee of the bonus: the reserve's fee isn't read. */
export interface LiquidatableAaveV2Account extends AaveV2Account {
  readonly reserves: readonly LiquidatableReserve[];
}

/** Token units of the two assets, and the account afterwards; `protocolFee` is always 0. */
export interface AaveV2Liquidation extends Liquidation {
  /** The parts of the repaid debt: variable debt goes first. */
  readonly variableDebtBurnt: bigint;
  readonly stableDebtBurnt: bigint;
  readonly newPositions: readonly AaveV2Position[];
}
