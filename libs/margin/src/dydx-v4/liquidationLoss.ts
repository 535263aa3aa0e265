import type { MarginResult } from '../marginFailures.js';
import { type DydxLiquidation, type DydxLiquidationRequest, filled } from './liquidate.js';
import { liquidationPrice } from './liquidationPrice.js';
import type { DydxParameters } from './parameters.js';
import type { DydxMarketStates, DydxSubaccount } from './subaccount.js';
import { subaccountMargin } from './subaccountMargin.js';

/** What is lost when one market reaches its liquidation price, beyond what the move itself cost. */
export interface DydxLiquidationLoss {
  readonly priceUsd: number;
  readonly liquidation: DydxLiquidation;
  readonly lossUsd: number;
}

/** At the threshold the chain's limit is the oracle price, so that what is lost is the insurance fee and any worse fill. */
export function liquidationLoss(
  subaccount: DydxSubaccount,
  parameters: DydxParameters,
  states: DydxMarketStates,
  request: DydxLiquidationRequest,
): MarginResult<DydxLiquidationLoss> {
  const price = liquidationPrice(subaccount, parameters, states, request.market);
  if (!price.ok) return price;
  const { priceUsd } = price.value;
  const statesThen = { ...states, [request.market]: { ...states[request.market]!, oraclePriceUsd: priceUsd } };
  const margin = subaccountMargin(subaccount, parameters, statesThen);
  if (!margin.ok) return margin;
  const liquidation = filled(subaccount, parameters, margin.value, request);
  if (!liquidation.ok) return liquidation;
  const { spreadUsd, insuranceFeeUsd } = liquidation.value;
  return { ok: true, value: { priceUsd, liquidation: liquidation.value, lossUsd: spreadUsd + insuranceFeeUsd } };
}
