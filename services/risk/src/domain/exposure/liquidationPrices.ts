import { type LiquidatableAccount, type MarginRulesetId, marginRulesets } from '@gimbal/margin';

/**
 * By asset, in base currency: the price at which health is one while all others stay. An asset whose price alone
 * liquidates nothing has none.
 */
export function liquidationPrices(account: LiquidatableAccount, ruleset: MarginRulesetId): ReadonlyMap<string, bigint> {
  const prices = new Map<string, bigint>();
  // Without a debt no price does.
  if (account.positions.every(({ scaledVariableDebt }) => scaledVariableDebt === 0n)) return prices;
  for (const { asset, scaledSupply, usedAsCollateral, scaledVariableDebt } of account.positions) {
    if (scaledVariableDebt === 0n && (scaledSupply === 0n || !usedAsCollateral)) continue;
    const solved = marginRulesets[ruleset].liquidationPrice(account, asset);
    if (solved.ok && (solved.value.kind === 'atOrBelow' || solved.value.kind === 'atOrAbove')) {
      prices.set(asset, solved.value.priceBase);
    }
  }
  return prices;
}
