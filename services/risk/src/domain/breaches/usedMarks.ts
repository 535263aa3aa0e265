import type { UsedMark } from '@gimbal/contracts/risk/v1/exposure_events';
import type { LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { valueLegs } from '../exposure/valueLegs.js';
import { pathOf, scopeOf } from '../limits/limitWatch.js';

/** The marks that a limit's value rests on, with their bits: oracle prices for a health, all marks of the book else. */
export function usedMarks(basis: PortfolioBasis, limit: LimitSet): UsedMark[] {
  return pathOf(limit).startsWith('health/') ? oraclePrices(basis, scopeOf(limit).name) : bookMarks(basis);
}

function bookMarks(basis: PortfolioBasis): UsedMark[] {
  const marks = new Map<string, UsedMark>();
  valueLegs(basis, {
    onLeg: ({ instrumentId, frame: { columns }, markIndex }) => {
      const delta = columns.delta[markIndex]!;
      marks.set(instrumentId, {
        instrumentId,
        priceUsd: columns.priceUsd[markIndex]!,
        delta: Number.isNaN(delta) ? 0 : delta,
      });
    },
    onIssue: () => {},
  });
  return [...marks.values()];
}

/** Named by their feed, for the oracle is not the market; a price has a delta of one in itself. */
export function oraclePrices(basis: PortfolioBasis, accountId: string): UsedMark[] {
  const inputs = basis.accounts.find(({ account }) => account.accountId === accountId)?.lending?.inputs;
  if (inputs === undefined || !inputs.ok) return [];
  return inputs.value.prices.map(({ feed, answer, decimals }) => ({
    instrumentId: feed,
    priceUsd: decimalToNumber(fromUnits(answer, decimals)),
    delta: 1,
  }));
}
