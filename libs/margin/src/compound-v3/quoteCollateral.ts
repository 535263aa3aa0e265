import { type MarginResult, refuse } from '../marginFailures.js';
import { checkMarket } from './checkMarket.js';
import { mulFactor, unitOf } from './cometMath.js';
import { FACTOR_SCALE } from './limits.js';
import type { CometMarket } from './market.js';

/** How much of a seized collateral the protocol sells for an amount of base: the liquidation penalty, in part, is the discount. */
export function quoteCollateral(market: CometMarket, asset: string, baseAmount: bigint): MarginResult<bigint> {
  const invalid = checkMarket(market, { principal: 0n, collateral: [] });
  if (invalid !== undefined) return refuse(invalid);
  if (baseAmount < 0n) {
    const expected = 'to be 0 or more';
    return refuse({ code: 'ValueOutOfRange', subject: asset, field: 'baseAmount', expected, found: baseAmount });
  }
  const terms = market.assets.find((one) => one.asset === asset);
  if (terms === undefined) return refuse({ code: 'UnknownAsset', asset });
  const { basePriceE8 } = market;
  if (basePriceE8 === undefined || basePriceE8 <= 0n) {
    return refuse({ code: 'MissingPrice', asset: 'the base', found: basePriceE8 });
  }
  const discountE18 = mulFactor(market.storeFrontPriceFactorE18, FACTOR_SCALE - terms.liquidationFactorE18);
  const discountedE8 = mulFactor(terms.priceE8 ?? 0n, FACTOR_SCALE - discountE18);
  if (discountedE8 <= 0n) return refuse({ code: 'MissingPrice', asset, found: terms.priceE8 });
  const value = (basePriceE8 * baseAmount * unitOf(terms.decimals)) / discountedE8 / unitOf(market.baseDecimals);
  return { ok: true, value };
}
