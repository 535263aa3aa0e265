import type { PnlExplained, PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import { percent } from './figures.js';

export interface PnlTermName {
  readonly term: keyof PnlTerms;
  readonly name: string;
  /** Where columns are many. */
  readonly short: string;
}

/** What each term is called, in the order of the columns. */
export const PNL_TERM_NAMES: readonly PnlTermName[] = [
  { term: 'deltaUsd', name: 'delta', short: 'delta' },
  { term: 'gammaUsd', name: 'gamma', short: 'gamma' },
  { term: 'vegaUsd', name: 'vega', short: 'vega' },
  { term: 'thetaUsd', name: 'theta', short: 'theta' },
  { term: 'higherOrdersUsd', name: 'higher', short: 'higher' },
  { term: 'basisUsd', name: 'basis', short: 'basis' },
  { term: 'fundingUsd', name: 'funding', short: 'fund' },
  { term: 'interestUsd', name: 'interest', short: 'int' },
  { term: 'lpFeesUsd', name: 'lp fees', short: 'lp' },
  { term: 'impermanentLossUsd', name: 'il', short: 'il' },
  { term: 'lvrUsd', name: 'lvr', short: 'lvr' },
  { term: 'slippageUsd', name: 'slippage', short: 'slip' },
  { term: 'tradingFeesUsd', name: 'fees', short: 'fees' },
  { term: 'gasUsd', name: 'gas', short: 'gas' },
  { term: 'liquidationUsd', name: 'liquidation', short: 'liq' },
  { term: 'correctionsUsd', name: 'corrections', short: 'corr' },
];

/** Terms that come to a cent in one of the explanations. */
export function termsShown(explained: readonly PnlExplained[]): readonly PnlTermName[] {
  return PNL_TERM_NAMES.filter(({ term }) => explained.some(({ terms }) => isSomething(terms?.[term] ?? 0)));
}

export function isSomething(valueUsd: number): boolean {
  return Math.abs(valueUsd) >= 0.005;
}

export function residualShare({ residualUsd, grossUsd }: PnlExplained): string {
  return percent(grossUsd === 0 ? 0 : Math.abs(residualUsd) / grossUsd);
}
