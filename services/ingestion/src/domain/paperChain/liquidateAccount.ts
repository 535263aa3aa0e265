import {
  LendingAction,
  type LendingPositionObserved,
  type LiquidationObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  accountInputs,
  BASE_CURRENCY_DECIMALS,
  balanceFromScaled,
  baseCurrencyOf,
  isMarginRulesetId,
  largestLiquidation,
  type LendingBook,
  type LiquidatableAccount,
  type Liquidation,
  marginRulesets,
} from '@gimbal/margin';
import { formatDecimal, fromUnits, mulDecimal, subDecimal } from '@gimbal/money';

export interface PaperLiquidation {
  readonly liquidation: LiquidationObserved;
  /** The debt's position, then the collateral's, then those whose debt was written off. */
  readonly positions: readonly LendingPositionObserved[];
}

/**
 * One liquidation call on an account, if the protocol would take it: somebody always does, at the oracle's price, for
 * the largest debt against the largest collateral and for as much as the rules allow.
 * Undefined for an account that is healthy, that can't be valued, or that the protocol would refuse; and in a market whose
 * base currency isn't USD (Aave v2), since nothing here says what its loss is in dollars.
 */
export function liquidateAccount(
  book: LendingBook,
  deployment: string,
  accountId: string,
  cause: string,
  atUs: bigint,
): PaperLiquidation | undefined {
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok || !isMarginRulesetId(inputs.value.ruleset)) return undefined;
  const { account, ruleset } = inputs.value;
  if (baseCurrencyOf(ruleset).symbol !== 'USD') return undefined;
  const { userAccountData } = marginRulesets[ruleset];
  const debtAsset = largest(account, 'debt');
  const collateralAsset = largest(account, 'collateral');
  if (debtAsset === undefined || collateralAsset === undefined) return undefined;
  const before = userAccountData(account);
  const called = largestLiquidation(marginRulesets[ruleset], account, { debtAsset, collateralAsset });
  if (!before.ok || !called.ok) return undefined;
  const after = userAccountData({ ...account, positions: called.value.newPositions });
  if (!after.ok) return undefined;
  const { actualDebtToLiquidate, actualCollateralToLiquidator, protocolFee, newPositions } = called.value;
  const seized = actualCollateralToLiquidator + protocolFee;
  const moved = new Map([
    [debtAsset, actualDebtToLiquidate],
    [collateralAsset, seized],
  ]);
  // A bad debt is burnt with the rest, in every reserve where something is owed.
  for (const { asset, amount } of called.value.badDebt ?? []) moved.set(asset, (moved.get(asset) ?? 0n) + amount);
  return {
    liquidation: {
      accountId,
      deployment,
      debtAsset,
      debtRepaid: actualDebtToLiquidate.toString(),
      collateralAsset,
      collateralSeized: seized.toString(),
      protocolFee: protocolFee.toString(),
      healthFactorWadBefore: before.value.healthFactorWad.toString(),
      healthFactorWadAfter: after.value.healthFactorWad.toString(),
      lossUsd: lossUsd(account, debtAsset, collateralAsset, called.value),
      observedAtUs: atUs,
    },
    positions: [...moved].flatMap(([asset, amount]) => {
      const position = newPositions.find((candidate) => candidate.asset === asset);
      return position === undefined
        ? []
        : {
            accountId,
            deployment,
            asset,
            scaledSupply: position.scaledSupply.toString(),
            scaledVariableDebt: position.scaledVariableDebt.toString(),
            usedAsCollateral: position.usedAsCollateral,
            action: LendingAction.LENDING_ACTION_LIQUIDATION,
            amount: amount.toString(),
            cause,
            observedAtUs: atUs,
          };
    }),
  };
}

/** The asset that weighs most in base currency; the first of equals. */
function largest(account: LiquidatableAccount, side: 'debt' | 'collateral'): string | undefined {
  let found: string | undefined;
  let foundBase = 0n;
  for (const position of account.positions) {
    const reserve = account.reserves.find((candidate) => candidate.asset === position.asset);
    if (reserve === undefined || (side === 'collateral' && !position.usedAsCollateral)) continue;
    const units =
      side === 'debt'
        ? balanceFromScaled(position.scaledVariableDebt, reserve.variableBorrowIndexRay)
        : balanceFromScaled(position.scaledSupply, reserve.liquidityIndexRay);
    const base = (units * (reserve.priceBase ?? 0n)) / 10n ** BigInt(reserve.decimals);
    if (base > foundBase) [found, foundBase] = [position.asset, base];
  }
  return found;
}

/** What left the account less what it no longer owes, at the oracle's prices, exact. */
function lossUsd(account: LiquidatableAccount, debtAsset: string, collateralAsset: string, taken: Liquidation): string {
  const seized = taken.actualCollateralToLiquidator + taken.protocolFee;
  const seizedUsd = valueUsd(account, collateralAsset, seized);
  return formatDecimal(subDecimal(seizedUsd, valueUsd(account, debtAsset, taken.actualDebtToLiquidate)));
}

function valueUsd(account: LiquidatableAccount, asset: string, units: bigint): ReturnType<typeof mulDecimal> {
  const reserve = account.reserves.find((candidate) => candidate.asset === asset);
  const price = fromUnits(reserve?.priceBase ?? 0n, BASE_CURRENCY_DECIMALS);
  return mulDecimal(fromUnits(units, reserve?.decimals ?? 0), price);
}
