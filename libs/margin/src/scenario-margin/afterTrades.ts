import { type MarginResult, refuse } from '../marginFailures.js';
import type { MarginLeg, MarginPortfolio } from './portfolio.js';

/** A trade that might be done: `leg.size` is what is bought, negative for a sale, of a leg that is there or a new one. */
export interface MarginHypotheticalTrade {
  readonly leg: MarginLeg;
  readonly priceUsd: number;
  readonly feeUsd: number;
}

/** The portfolio as it would be after these trades, for any of the other operations. Provisions stay as they are. */
export function afterTrades(
  portfolio: MarginPortfolio,
  trades: readonly MarginHypotheticalTrade[],
): MarginResult<MarginPortfolio> {
  let { cashUsd, legs } = portfolio;
  for (const { leg, priceUsd, feeUsd } of trades) {
    for (const [field, found] of Object.entries({ size: leg.size, priceUsd, feeUsd })) {
      if (Number.isFinite(found)) continue;
      return refuse({
        code: 'ValueOutOfRange',
        subject: leg.id,
        field,
        expected: 'to be a finite number',
        found,
      });
    }
    cashUsd -= leg.size * priceUsd + feeUsd;
    const size = (legs.find(({ id }) => id === leg.id)?.size ?? 0) + leg.size;
    const rest = legs.filter(({ id }) => id !== leg.id);
    legs = size === 0 ? rest : [...rest, { ...leg, size }];
  }
  return { ok: true, value: { ...portfolio, cashUsd, legs } };
}
