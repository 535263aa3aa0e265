import { type MarginResult, refuse } from '../marginFailures.js';
import { afterTrades } from './afterTrades.js';
import { bankruptcyPrice, fillablePrice } from './liquidationPrices.js';
import type { DydxParameters } from './parameters.js';
import type { DydxMargin, DydxMarketStates, DydxPositionMargin, DydxSubaccount } from './subaccount.js';
import { subaccountMargin } from './subaccountMargin.js';

export interface DydxLiquidationRequest {
  readonly market: string;
  /** Contracts to close, or as much as one block allows, or the whole position over as many blocks as that takes. */
  readonly size: number | 'block' | 'whole';
  /** Where the order is filled; the chain's own limit, the worst that it accepts, when left out. */
  readonly fillPriceUsd?: number | undefined;
}

/**
 * One liquidation fill. Equity before = equity after + spread (to who filled it, against the oracle) + insurance fee; a
 * negative fee is what the insurance fund paid in, because the fill was beyond the bankruptcy price.
 */
export interface DydxLiquidation {
  readonly closedSize: number;
  readonly fillPriceUsd: number;
  readonly bankruptcyPriceUsd: number;
  readonly spreadUsd: number;
  readonly insuranceFeeUsd: number;
  readonly after: DydxSubaccount;
}

/** What a liquidation of one position does to a subaccount whose maintenance margin exceeds its equity. */
export function liquidate(
  subaccount: DydxSubaccount,
  parameters: DydxParameters,
  states: DydxMarketStates,
  request: DydxLiquidationRequest,
): MarginResult<DydxLiquidation> {
  const margin = subaccountMargin(subaccount, parameters, states);
  if (!margin.ok) return margin;
  const { liquidatable, equityUsd, maintenanceMarginUsd: maintenanceUsd } = margin.value;
  if (!liquidatable) return refuse({ code: 'NotLiquidatable', asset: request.market, equityUsd, maintenanceUsd });
  return filled(subaccount, parameters, margin.value, request);
}

/** The fill alone, whatever the standing: what a position at its very threshold loses. */
export function filled(
  subaccount: DydxSubaccount,
  parameters: DydxParameters,
  margin: DydxMargin,
  request: DydxLiquidationRequest,
): MarginResult<DydxLiquidation> {
  const { market } = request;
  const position = margin.positions.find((one) => one.market === market);
  if (position === undefined) return refuse({ code: 'NoPosition', asset: market });
  const amount = closedAmount(position, parameters, request.size);
  if (!(amount > 0 && amount <= Math.abs(position.size))) {
    const expected = `above 0 and at most ${Math.abs(position.size)}`;
    return refuse({ code: 'ValueOutOfRange', subject: market, field: 'size', expected, found: amount });
  }
  const fillPriceUsd = request.fillPriceUsd ?? fillablePrice(margin, position, parameters);
  // Deep under water the chain's limit for a long can be below zero: nobody is paid to take it, so there is no fill.
  if (!(fillPriceUsd > 0 && fillPriceUsd < Infinity)) {
    return refuse({
      code: 'ValueOutOfRange',
      subject: market,
      field: 'fillPriceUsd',
      expected: 'above 0',
      found: fillPriceUsd,
    });
  }
  const side = Math.sign(position.size);
  const bankruptcyPriceUsd = bankruptcyPrice(margin, position);
  const aboveBankruptcyUsd = side * (fillPriceUsd - bankruptcyPriceUsd) * amount;
  const feeMaxUsd = parameters.liquidationFeeShareMax * fillPriceUsd * amount;
  const insuranceFeeUsd = Math.min(aboveBankruptcyUsd, feeMaxUsd);
  const sizeChange = -side * amount;
  const after = afterTrades(subaccount, [{ market, sizeChange, priceUsd: fillPriceUsd, feeUsd: insuranceFeeUsd }]);
  if (!after.ok) return after;
  return {
    ok: true,
    value: {
      closedSize: side * amount,
      fillPriceUsd,
      bankruptcyPriceUsd,
      spreadUsd: side * (position.oraclePriceUsd - fillPriceUsd) * amount,
      insuranceFeeUsd,
      after: after.value,
    },
  };
}

function closedAmount(
  position: DydxPositionMargin,
  parameters: DydxParameters,
  asked: DydxLiquidationRequest['size'],
): number {
  const whole = Math.abs(position.size);
  if (asked === 'whole') return whole;
  if (asked !== 'block') return asked;
  const byNotional = parameters.notionalUsdMaxPerBlock / position.oraclePriceUsd;
  return Math.min(whole * parameters.positionShareMaxPerBlock, byNotional);
}
