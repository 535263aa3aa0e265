import { type MarginResult, refuse } from '../marginFailures.js';
import { maintenanceCrossing } from '../maintenanceCrossing.js';
import type { HyperliquidAccount, HyperliquidMarks } from './account.js';
import { isCross, marginOf } from './accountMargin.js';
import { closedAtMarket, type HyperliquidLiquidation, type HyperliquidLiquidationRequest } from './liquidate.js';
import { liquidationPrice } from './liquidationPrice.js';
import type { HyperliquidParameters } from './parameters.js';
import { weighPositions } from './weighPositions.js';

/** What is lost when the mark of one asset reaches its liquidation price, beyond what the move itself cost. */
export interface HyperliquidLiquidationLoss {
  readonly priceUsd: number;
  /** The first market order, filled as the request says. */
  readonly atMarket: HyperliquidLiquidation;
  readonly atMarketLossUsd: number;
  /** If the mark runs on unfilled: where the backstop steps in, and the equity of the bucket there, all of which it keeps. */
  readonly backstop: { readonly priceUsd: number; readonly lossUsd: number } | undefined;
}

/** Undefined as `backstop` when no price of this asset alone takes the bucket so low. */
export function liquidationLoss(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  request: HyperliquidLiquidationRequest,
): MarginResult<HyperliquidLiquidationLoss> {
  const price = liquidationPrice(account, parameters, marksUsd, request.asset);
  if (!price.ok) return price;
  const { priceUsd } = price.value;
  const atMarket = closedAtMarket(account, parameters, { ...marksUsd, [request.asset]: priceUsd }, request);
  if (!atMarket.ok) return atMarket;
  const backstop = backstopOf(account, parameters, marksUsd, request.asset);
  if (!backstop.ok) return backstop;
  const { slippageUsd, feeUsd, badDebtUsd } = atMarket.value;
  return {
    ok: true,
    value: {
      priceUsd,
      atMarket: atMarket.value,
      atMarketLossUsd: slippageUsd + feeUsd - badDebtUsd,
      backstop: backstop.value,
    },
  };
}

/** The crossing of equity with the backstop's share of every maintenance margin, on the tier of that price. */
function backstopOf(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  asset: string,
): MarginResult<HyperliquidLiquidationLoss['backstop']> {
  const weighed = weighPositions(account, parameters, marksUsd);
  if (!weighed.ok) return weighed;
  const position = weighed.value.find((one) => one.asset === asset);
  if (position === undefined) return refuse({ code: 'NoPosition', asset });
  const margin = marginOf(account, weighed.value, parameters);
  const bucket = isCross(position) ? margin.cross : margin.isolated.find((one) => one.isolatedAsset === asset)!;
  const share = parameters.backstopShare;
  const restEquityUsd = bucket.equityUsd - position.size * position.markUsd;
  const priceUsd = maintenanceCrossing(
    {
      size: position.size,
      restEquityUsd,
      restMaintenanceUsd: share * (bucket.maintenanceUsd - position.maintenanceUsd),
    },
    position.tiers.map(({ lowerBoundUsd, rate, deductionUsd }) => {
      return { lowerBoundUsd, rate: rate * share, deductionUsd: deductionUsd * share };
    }),
  );
  if (priceUsd === undefined) return { ok: true, value: undefined };
  return { ok: true, value: { priceUsd, lossUsd: Math.max(0, restEquityUsd + position.size * priceUsd) } };
}
