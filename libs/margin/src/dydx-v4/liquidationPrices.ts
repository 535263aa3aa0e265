import type { DydxParameters } from './parameters.js';
import type { DydxMargin, DydxPositionMargin } from './subaccount.js';

/**
 * The price of a position at which closing it uses up its share, by maintenance margin, of what the subaccount is worth:
 * (net notional − equity · its maintenance / all maintenance) / size. A fill beyond it is paid for by the insurance fund.
 */
export function bankruptcyPrice(margin: DydxMargin, position: DydxPositionMargin): number {
  const shareUsd = (margin.equityUsd * position.maintenanceMarginUsd) / margin.maintenanceMarginUsd;
  return (position.netNotionalUsd - shareUsd) / position.size;
}

/**
 * The limit of the chain's liquidation order: the oracle price while equity meets the maintenance margin, moving by
 * `spreadToMaintenanceRatio` times the position's maintenance margin by the time that equity is zero.
 */
export function fillablePrice(margin: DydxMargin, position: DydxPositionMargin, parameters: DydxParameters): number {
  const sunk = parameters.bankruptcyAdjustment * (1 - margin.equityUsd / margin.maintenanceMarginUsd);
  const adjusted = Math.min(1, Math.max(0, sunk));
  const spreadUsd = adjusted * parameters.spreadToMaintenanceRatio * position.maintenanceMarginUsd;
  return (position.netNotionalUsd - spreadUsd) / position.size;
}
