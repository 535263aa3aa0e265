import { maintenanceCrossing } from '../maintenanceCrossing.js';
import { type MarginResult, refuse } from '../marginFailures.js';
import type { MarginLiquidationPrice } from '../marginLiquidationPrice.js';
import type { DydxParameters } from './parameters.js';
import type { DydxMarketStates, DydxSubaccount } from './subaccount.js';
import { subaccountMargin } from './subaccountMargin.js';

/** The oracle price of one market at which equity meets the maintenance margin while every other price stays. */
export function liquidationPrice(
  subaccount: DydxSubaccount,
  parameters: DydxParameters,
  states: DydxMarketStates,
  market: string,
): MarginResult<MarginLiquidationPrice> {
  const margin = subaccountMargin(subaccount, parameters, states);
  if (!margin.ok) return margin;
  const { equityUsd, maintenanceMarginUsd, liquidatable, positions } = margin.value;
  const position = positions.find((one) => one.market === market);
  if (position === undefined) return refuse({ code: 'NoPosition', asset: market });
  const leg = {
    size: position.size,
    restEquityUsd: equityUsd - position.netNotionalUsd,
    restMaintenanceUsd: maintenanceMarginUsd - position.maintenanceMarginUsd,
  };
  const flat = [{ lowerBoundUsd: 0, rate: position.maintenanceMarginFraction, deductionUsd: 0 }];
  const priceUsd = maintenanceCrossing(leg, flat);
  if (priceUsd === undefined) {
    const reason = position.size > 0 && !liquidatable ? 'neverLiquidated' : 'alwaysLiquidatable';
    return refuse({ code: 'NoLiquidationPrice', asset: market, reason });
  }
  const kind = position.size > 0 ? 'atOrBelow' : 'atOrAbove';
  return { ok: true, value: { kind, priceUsd, liquidatableNow: liquidatable } };
}
