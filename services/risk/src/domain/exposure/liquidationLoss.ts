import { type LiquidatableAccount, type MarginRulesetId, marginRulesets } from '@gimbal/margin';
import { inBaseCurrency } from './inBaseCurrency.js';

/**
 * What one liquidation takes from an account that can be liquidated, in the market's base currency: seized, the protocol's share of the bonus with
 * it, less the debt that it repays, by the close factor of the ruleset. A liquidator takes the pair that pays most, so the
 * worst pair counts.
 */
export function liquidationLoss(account: LiquidatableAccount, ruleset: MarginRulesetId): number {
  let worst = 0;
  for (const [at, collateral] of account.positions.entries()) {
    if (!collateral.usedAsCollateral || collateral.scaledSupply === 0n) continue;
    for (const [debtAt, debt] of account.positions.entries()) {
      if (debt.scaledVariableDebt === 0n) continue;
      worst = Math.max(worst, lossOfPair(account, at, debtAt, ruleset));
    }
  }
  return worst;
}

/**
 * The same for a healthy account, where its liquidation begins: at the liquidation price of its largest collateral, or
 * else of the first asset that has one, all other prices held. Zero when no price liquidates it.
 */
export function lossWhereItBegins(
  account: LiquidatableAccount,
  largestCollateral: string,
  liquidationPrices: ReadonlyMap<string, bigint>,
  ruleset: MarginRulesetId,
): number {
  const moved = liquidationPrices.has(largestCollateral) ? largestCollateral : [...liquidationPrices.keys()][0];
  if (moved === undefined) return 0;
  const priceBase = liquidationPrices.get(moved)!;
  const reserves = account.reserves.map((reserve) => (reserve.asset === moved ? { ...reserve, priceBase } : reserve));
  return liquidationLoss({ ...account, reserves }, ruleset);
}

function lossOfPair(account: LiquidatableAccount, at: number, debtAt: number, ruleset: MarginRulesetId): number {
  // `accountInputs` gives one reserve per position, in the same order.
  const [collateral, debt] = [account.reserves[at]!, account.reserves[debtAt]!];
  const request = { collateralAsset: collateral.asset, debtAsset: debt.asset, debtToCover: 'max' } as const;
  const call = marginRulesets[ruleset].liquidationCall(account, request);
  if (!call.ok) return 0;
  const { actualCollateralToLiquidator, protocolFee, actualDebtToLiquidate } = call.value;
  const seizedBase = baseOf(actualCollateralToLiquidator + protocolFee, collateral);
  return inBaseCurrency(seizedBase - baseOf(actualDebtToLiquidate, debt), ruleset);
}

function baseOf(amount: bigint, { priceBase = 0n, decimals }: LiquidatableAccount['reserves'][number]): bigint {
  return (amount * priceBase) / 10n ** BigInt(decimals);
}
