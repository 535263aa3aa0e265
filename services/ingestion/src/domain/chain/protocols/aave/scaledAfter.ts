import { type AaveRounding, aaveV30, aaveV33, aaveV36, aaveV37, RAY } from '@gimbal/margin';

/** Whether a token counts what is supplied or what is owed: they round to opposite sides from v3.5 on. */
export type ScaledSide = 'supply' | 'debt';

/** How a version's logs tell its scaled balances. */
export interface ScaledAccounting {
  after(side: ScaledSide, scaled: bigint, byUnits: bigint, indexRay: bigint): ScaledAfter;
}

export type ScaledAfter =
  | { readonly kind: 'exact'; readonly scaled: bigint }
  /** No scaled balance has the balance that the log says: the balance before was another one, or the ruleset is. */
  | { readonly kind: 'impossible'; readonly balanceUnits: bigint };

/** By the id of the ruleset; undefined for a version whose logs aren't known here. */
export function scaledAccountingOf(ruleset: string): ScaledAccounting | undefined {
  return ACCOUNTING.get(ruleset);
}

/**
 * Up to v3.4 a token mints and burns amount / index, halves up, and logs the amount: the scaled change follows from the
 * log alone (ScaledBalanceTokenBase of v3.0).
 */
function byAmount(rounding: AaveRounding): ScaledAccounting {
  return {
    after(side, scaled, byUnits, indexRay) {
      const units = byUnits < 0n ? -byUnits : byUnits;
      const change =
        side === 'supply' ? rounding.scaledSupplyMinted(units, indexRay) : rounding.scaledDebtMinted(units, indexRay);
      return { kind: 'exact', scaled: byUnits < 0n ? scaled - change : scaled + change };
    },
  };
}

/**
 * From v3.5 on the scaled amount is rounded before it reaches the token, and the log has the difference between two
 * balances, each floored (supply) or raised (debt) from its scaled units. At an index of one or more, two scaled balances
 * never have the same balance, so the one that has the new balance is the new scaled balance.
 */
function byBalance(rounding: AaveRounding & Pick<typeof aaveV36, 'debtBalance'>): ScaledAccounting {
  return {
    after(side, scaled, byUnits, indexRay) {
      if (byUnits === 0n) return { kind: 'exact', scaled };
      const balanceOf = (units: bigint): bigint =>
        side === 'supply' ? rounding.supplyBalance(units, indexRay) : rounding.debtBalance(units, indexRay);
      const balanceUnits = balanceOf(scaled) + byUnits;
      if (balanceUnits < 0n) return { kind: 'impossible', balanceUnits };
      const near = (balanceUnits * RAY) / indexRay;
      const found = [near, near + 1n].find((candidate) => balanceOf(candidate) === balanceUnits);
      return found === undefined ? { kind: 'impossible', balanceUnits } : { kind: 'exact', scaled: found };
    },
  };
}

const ACCOUNTING: ReadonlyMap<string, ScaledAccounting> = new Map([
  [aaveV30.id, byAmount(aaveV30)],
  [aaveV33.id, byAmount(aaveV33)],
  [aaveV36.id, byBalance(aaveV36)],
  [aaveV37.id, byBalance(aaveV37)],
]);
