import type { AaveResult } from '../aave-v3-0/failures.js';
import {
  type LiquidationPrice,
  liquidationPrice,
  type LiquidationPriceFailure,
} from '../aave-v3-0/liquidationPrice.js';
import type { AaveV2Account } from './account.js';
import { debtInUnits } from './debtInUnits.js';
import { HIGHEST_PRICE_BASE } from './limits.js';

/** As in v3.0, with the price in wei for one token: the ETH price of an asset, everything else held. */
export function liquidationPriceV2(
  account: AaveV2Account,
  asset: string,
): AaveResult<LiquidationPrice, LiquidationPriceFailure> {
  const converted = debtInUnits(account);
  return converted.ok ? liquidationPrice(converted.value, asset, HIGHEST_PRICE_BASE) : converted;
}
