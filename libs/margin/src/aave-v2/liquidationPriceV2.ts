import type { AaveResult } from '../aave/failures.js';
import {
  type LiquidationPrice,
  type LiquidationPriceFailure,
  solveLiquidationPrice,
} from '../aave/solveLiquidationPrice.js';
import { userAccountData } from '../aave-v3-0/userAccountData.js';
import { weighPositions } from '../aave-v3-0/weighPositions.js';
import type { AaveV2Account } from './account.js';
import { debtInUnits } from './debtInUnits.js';
import { HIGHEST_PRICE_BASE } from './limits.js';

/** As in v3.0, with the price in wei for one token: the ETH price of an asset, everything else held. */
export function liquidationPriceV2(
  account: AaveV2Account,
  asset: string,
): AaveResult<LiquidationPrice, LiquidationPriceFailure> {
  const converted = debtInUnits(account);
  if (!converted.ok) return converted;
  return solveLiquidationPrice({ userAccountData, weighPositions }, converted.value, asset, HIGHEST_PRICE_BASE);
}
