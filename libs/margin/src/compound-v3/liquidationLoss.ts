import { type MarginResult } from '../marginFailures.js';
import { absorb, type Absorption } from './absorb.js';
import { liquidationPrice, withPrice } from './liquidationPrice.js';
import type { CometAccount, CometMarket } from './market.js';

/** What is lost when one price reaches its liquidation price: the penalty on all collateral, since Comet takes all of it. */
export interface CometLiquidationLoss {
  readonly priceE8: bigint;
  readonly absorption: Absorption;
  readonly lossUsdE8: bigint;
}

export function liquidationLoss(
  account: CometAccount,
  market: CometMarket,
  asset: string | undefined,
): MarginResult<CometLiquidationLoss> {
  const price = liquidationPrice(account, market, asset);
  if (!price.ok) return price;
  const { priceE8 } = price.value;
  const absorption = absorb(account, withPrice(market, asset, priceE8));
  if (!absorption.ok) return absorption;
  const { penaltyUsdE8, badDebt } = absorption.value;
  const then = withPrice(market, asset, priceE8);
  const badDebtUsdE8 = (badDebt * then.basePriceE8!) / 10n ** BigInt(market.baseDecimals);
  // What the reserves write off isn't the borrower's loss.
  return { ok: true, value: { priceE8, absorption: absorption.value, lossUsdE8: penaltyUsdE8 - badDebtUsdE8 } };
}
