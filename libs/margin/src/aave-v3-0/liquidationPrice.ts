import type { AaveAccount } from '../aave/account.js';
import type { AaveResult } from '../aave/failures.js';
import {
  type LiquidationPrice,
  type LiquidationPriceFailure,
  solveLiquidationPrice,
} from '../aave/solveLiquidationPrice.js';
import { userAccountData } from './userAccountData.js';
import { weighPositions } from './weighPositions.js';

/** The price of one asset at which v3.0 starts to see a health factor below 1 while every other price stays. */
export function liquidationPrice(
  account: AaveAccount,
  asset: string,
): AaveResult<LiquidationPrice, LiquidationPriceFailure> {
  return solveLiquidationPrice({ userAccountData, weighPositions }, account, asset);
}
