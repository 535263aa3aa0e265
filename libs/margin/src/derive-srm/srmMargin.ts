import type { DeriveResult } from '../derive/failures.js';
import { checkParameters } from './checkParameters.js';
import { checkPortfolio } from './checkPortfolio.js';
import { holdingMargin, type SrmHoldingMargin } from './holdingMargin.js';
import type { SrmParameters } from './parameters.js';
import type { SrmMarket, SrmPortfolio } from './portfolio.js';

/** A margin with every intermediate. Dollars are units of the venue's cash. */
export interface SrmMargin {
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Cash included. */
  readonly markToMarketUsd: number;
  readonly holdings: readonly SrmHoldingMargin[];
}

/**
 * Initial and maintenance margin by Derive's standard manager: underlying by underlying, with no offset between them.
 * The same function answers what-ifs: hand it another portfolio.
 */
export function srmMargin(
  parameters: SrmParameters,
  market: SrmMarket,
  portfolio: SrmPortfolio,
): DeriveResult<SrmMargin> {
  const failure = checkParameters(parameters) ?? checkPortfolio(parameters, market, portfolio);
  if (failure !== undefined) return { ok: false, failure };
  const holdings: SrmHoldingMargin[] = [];
  for (const holding of portfolio.holdings) {
    const terms = parameters.underlyings.find(({ underlying }) => underlying === holding.underlying)!;
    const feeds = market.underlyings.find(({ underlying }) => underlying === holding.underlying)!;
    const margin = holdingMargin(terms, parameters.depeg, market.stableUsd!, feeds, holding);
    if (!margin.ok) return margin;
    holdings.push(margin.value);
  }
  const total = (part: (holding: SrmHoldingMargin) => number): number =>
    holdings.reduce((sum, holding) => sum + part(holding), portfolio.cashUsd);
  return {
    ok: true,
    value: {
      initialMarginUsd: total((holding) => holding.initialMarginUsd),
      maintenanceMarginUsd: total((holding) => holding.maintenanceMarginUsd),
      markToMarketUsd: total((holding) => holding.markToMarketUsd),
      holdings,
    },
  };
}
