import type { LiquidationScene } from './liquidationScene.js';
import type { AaveV3Rules } from './rules.js';

export interface SeizedCollateral {
  /** Token units of debt that are paid. */
  readonly debt: bigint;
  readonly toLiquidator: bigint;
  readonly protocolFee: bigint;
}

/**
 * How much collateral a debt buys at the bonus. When the account holds less, all of it goes and the debt shrinks to what
 * it pays for; the protocol's share then comes out of the bonus alone (LiquidationLogic, in its order of divisions).
 */
export function seizedCollateral(
  rules: AaveV3Rules,
  { collateral, debt, bonusBps }: LiquidationScene,
  debtToCover: bigint,
): SeizedCollateral {
  const baseCollateral = (debt.priceBase * debtToCover * collateral.unit) / (collateral.priceBase * debt.unit);
  const wanted = rules.withBonus(baseCollateral, bonusBps);
  const isCapped = wanted > collateral.balance;
  const seized = isCapped ? collateral.balance : wanted;
  const paid = isCapped
    ? rules.debtPaidFor((collateral.priceBase * seized * debt.unit) / (debt.priceBase * collateral.unit), bonusBps)
    : debtToCover;
  const feeBps = collateral.reserve.liquidationProtocolFeeBps;
  const protocolFee = feeBps === 0n ? 0n : rules.protocolFee(seized - rules.withoutBonus(seized, bonusBps), feeBps);
  return { debt: paid, toLiquidator: seized - protocolFee, protocolFee };
}
