import type { MarginResult } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidMarks } from './account.js';
import { accountMargin } from './accountMargin.js';
import { closedAtMarket, type HyperliquidLiquidation, type HyperliquidLiquidationRequest } from './liquidate.js';
import { liquidationPrice } from './liquidationPrice.js';
import type { HyperliquidParameters } from './parameters.js';

/** What is lost when the mark of one asset reaches its liquidation price, beyond what the move itself cost. */
export interface HyperliquidLiquidationLoss {
  readonly priceUsd: number;
  /** The first market order, filled as the request says. */
  readonly atMarket: HyperliquidLiquidation;
  readonly atMarketLossUsd: number;
  /**
   * If the mark falls on, unfilled, to where the backstop steps in: the whole equity of the bucket there, which is the
   * backstop's share of the maintenance margin at the liquidation price (the further move of the notional is left out).
   */
  readonly backstopLossUsd: number;
}

export function liquidationLoss(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  request: HyperliquidLiquidationRequest,
): MarginResult<HyperliquidLiquidationLoss> {
  const price = liquidationPrice(account, parameters, marksUsd, request.asset);
  if (!price.ok) return price;
  const { priceUsd } = price.value;
  const marksThenUsd = { ...marksUsd, [request.asset]: priceUsd };
  const margin = accountMargin(account, parameters, marksThenUsd);
  if (!margin.ok) return margin;
  const atMarket = closedAtMarket(account, parameters, marksThenUsd, request);
  if (!atMarket.ok) return atMarket;
  const { cross, isolated } = margin.value;
  const bucket = isolated.find(({ isolatedAsset }) => isolatedAsset === request.asset) ?? cross;
  return {
    ok: true,
    value: {
      priceUsd,
      atMarket: atMarket.value,
      atMarketLossUsd: atMarket.value.slippageUsd + atMarket.value.feeUsd - atMarket.value.badDebtUsd,
      backstopLossUsd: bucket.maintenanceUsd * parameters.backstopShare,
    },
  };
}
