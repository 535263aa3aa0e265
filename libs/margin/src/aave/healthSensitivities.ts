import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { AaveResult } from './failures.js';
import { BASE_CURRENCY_DECIMALS } from './limits.js';
import type { WeighedPosition } from './weighedPosition.js';

/** How health moves with one asset, everything else held. A point is one percentage point. */
export interface AssetHealthSensitivity {
  readonly asset: string;
  /** dH/dlnP: what a relative price move costs or brings. Inside a priced e-mode category the assets move together. */
  readonly healthPerLnPrice: number;
  /** Change of H when the liquidation threshold rises by one point. */
  readonly healthPerThresholdPoint: number;
  /** Change of dH/dt, a year, when the supply rate rises by one point. */
  readonly healthPerYearPerSupplyRatePoint: number;
  /** Change of dH/dt, a year, when the variable borrow rate rises by one point. */
  readonly healthPerYearPerBorrowRatePoint: number;
}

export interface HealthSensitivities {
  /** Σ collateral·threshold / debt without the contract's floors, the function that is differentiated. */
  readonly health: number;
  readonly assets: readonly AssetHealthSensitivity[];
}

const POINT = 0.01;

/**
 * Derivatives of health in float64. With C_i collateral, L_i threshold, D_i debt and H = ΣC_i·L_i / ΣD_i:
 * ∂H/∂lnP_i = (C_i·L_i − H·D_i)/D, ∂H/∂L_i = C_i/D, and interest moves balances as a price would, so a supply rate r
 * adds C_i·L_i·r/D a year and a borrow rate takes H·D_i·r/D.
 */
export function healthSensitivitiesOf(
  legs: readonly WeighedPosition[],
): AaveResult<HealthSensitivities, { readonly code: 'NoDebt' }> {
  const debtUsd = legs.reduce((sum, leg) => sum + usd(leg.debtBase), 0);
  if (debtUsd === 0) return { ok: false, failure: { code: 'NoDebt' } };
  const health = legs.reduce((sum, leg) => sum + coveredUsd(leg), 0) / debtUsd;
  return { ok: true, value: { health, assets: legs.map((leg) => sensitivityOf(leg, health, debtUsd)) } };
}

function sensitivityOf(leg: WeighedPosition, health: number, debtUsd: number): AssetHealthSensitivity {
  const covered = coveredUsd(leg) / debtUsd;
  const owed = (health * usd(leg.debtBase)) / debtUsd;
  return {
    asset: leg.asset,
    healthPerLnPrice: covered - owed,
    healthPerThresholdPoint: (usd(leg.collateralBase) / debtUsd) * POINT,
    healthPerYearPerSupplyRatePoint: covered * POINT,
    healthPerYearPerBorrowRatePoint: owed === 0 ? 0 : -owed * POINT,
  };
}

function coveredUsd(leg: WeighedPosition): number {
  return usd(leg.collateralBase) * decimalToNumber(fromUnits(leg.liquidationThresholdBps, 4));
}

function usd(base: bigint): number {
  return decimalToNumber(fromUnits(base, BASE_CURRENCY_DECIMALS));
}
