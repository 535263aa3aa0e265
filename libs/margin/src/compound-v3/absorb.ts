import { type MarginResult, refuse } from '../marginFailures.js';
import { accountStanding, weighCollateral } from './accountStanding.js';
import { mulFactor, presentValue, principalOfSupply, unitOf } from './cometMath.js';
import type { CometAccount, CometCollateral, CometMarket } from './market.js';

/**
 * What `absorb` does. In base tokens: `paidByReserves` = credit of the seized collateral + bad debt. In USD: the value
 * seized = the credit + what the borrower loses to the protocol.
 */
export interface Absorption {
  readonly seized: readonly CometCollateral[];
  readonly seizedUsdE8: bigint;
  readonly creditUsdE8: bigint;
  readonly penaltyUsdE8: bigint;
  /** Base tokens: the change of the account's balance, which the protocol's reserves pay for. */
  readonly paidByReserves: bigint;
  /** Base tokens of that which no collateral stood for. */
  readonly badDebt: bigint;
  readonly after: CometAccount;
}

/**
 * Comet seizes all collateral at once and credits each at its price times the liquidation factor. A credit beyond the
 * debt becomes the user's supply of the base; a debt beyond the credit is written off against the reserves.
 */
export function absorb(account: CometAccount, market: CometMarket): MarginResult<Absorption> {
  const standing = accountStanding(account, market);
  if (!standing.ok) return standing;
  const { liquidatable, collateralUsdE8, liquidationLiquidityUsdE8, debtUsdE8 } = standing.value;
  if (!liquidatable) {
    // In the terms of the other engines: what collateral counts for at liquidation, against the debt.
    return refuse({
      code: 'NotLiquidatable',
      asset: 'the base',
      equityUsd: Number(liquidationLiquidityUsdE8 + debtUsdE8) / 1e8,
      maintenanceUsd: Number(debtUsdE8) / 1e8,
    });
  }
  const settled = settle(account, market);
  if (!settled.ok) return settled;
  const { creditUsdE8, ...rest } = settled.value;
  const penaltyUsdE8 = collateralUsdE8 - creditUsdE8;
  return { ok: true, value: { ...rest, seizedUsdE8: collateralUsdE8, creditUsdE8, penaltyUsdE8 } };
}

function settle(
  account: CometAccount,
  market: CometMarket,
): MarginResult<Omit<Absorption, 'seizedUsdE8' | 'penaltyUsdE8'>> {
  const weighed = weighCollateral(account, market);
  if (!weighed.ok) return weighed;
  const creditUsdE8 = weighed.value.reduce(
    (sum, { terms, valueUsdE8 }) => sum + mulFactor(valueUsdE8, terms.liquidationFactorE18),
    0n,
  );
  const owed = presentValue(account.principal, market);
  const credit = (creditUsdE8 * unitOf(market.baseDecimals)) / market.basePriceE8!;
  const balance = owed + credit;
  const newBalance = balance < 0n ? 0n : balance;
  return {
    ok: true,
    value: {
      seized: weighed.value.map(({ terms, amount }) => ({ asset: terms.asset, amount })),
      creditUsdE8,
      paidByReserves: newBalance - owed,
      badDebt: newBalance - balance,
      after: { principal: principalOfSupply(newBalance, market), collateral: [] },
    },
  };
}
