import type { PnlExplained } from '../data/pageState.js';
import { microsOf } from '../format/times.js';

type Terms = NonNullable<PnlExplained['terms']>;
type Term = keyof Terms;

/** What a day's value changed by, and why. */
export interface PnlToday {
  readonly fromUs: number;
  readonly toUs: number;
  /** Periods that it is the sum of. */
  readonly periods: number;
  readonly pnlUsd: number;
  readonly flowsUsd: number;
  /** The terms that come to a cent, the largest first. */
  readonly terms: readonly { readonly name: string; readonly usd: number }[];
  readonly residualUsd: number;
  readonly residualBoundUsd: number;
  readonly unvalued: number;
}

const DAY_US = 86_400_000_000;
/** What is less is rounding, and would be shown as zero. */
const CENT_USD = 0.01;

const TERM_NAMES: Readonly<Record<Term, string>> = {
  deltaUsd: 'Delta',
  gammaUsd: 'Gamma',
  vegaUsd: 'Vega',
  thetaUsd: 'Theta',
  higherOrdersUsd: 'Higher orders',
  fundingUsd: 'Funding',
  interestUsd: 'Interest',
  lpFeesUsd: 'LP fees',
  impermanentLossUsd: 'Impermanent loss',
  lvrUsd: 'LVR',
  gasUsd: 'Gas',
  slippageUsd: 'Slippage',
  tradingFeesUsd: 'Trading fees',
  basisUsd: 'Basis',
  liquidationUsd: 'Liquidation',
  correctionsUsd: 'Corrections',
};

/** The newest day of UTC that was explained: by its own explanation when it has ended, else the sum of its hours so far. */
export function pnlToday(explained: readonly PnlExplained[]): PnlToday | undefined {
  const newest = explained.at(-1);
  if (newest === undefined) return undefined;
  const today = dayOf(newest);
  const ofToday = explained.filter((each) => dayOf(each) === today);
  const whole = ofToday.findLast(({ period }) => period === 'day');
  return sumOf(whole === undefined ? ofToday : [whole]);
}

/** A period belongs to the day in which it began: its end may be the first moment of the next one, or after it. */
function dayOf({ fromTimeUs }: PnlExplained): number {
  return Math.floor(microsOf(fromTimeUs) / DAY_US);
}

function sumOf(periods: readonly PnlExplained[]): PnlToday {
  const sum = (valueOf: (period: PnlExplained) => number | null | undefined): number =>
    periods.reduce((total, period) => total + (valueOf(period) ?? 0), 0);
  const names = Object.entries(TERM_NAMES) as [Term, string][];
  return {
    fromUs: Math.min(...periods.map(({ fromTimeUs }) => microsOf(fromTimeUs))),
    toUs: Math.max(...periods.map(({ toTimeUs }) => microsOf(toTimeUs))),
    periods: periods.length,
    pnlUsd: sum(({ pnlUsd }) => pnlUsd),
    flowsUsd: sum(({ flowsUsd }) => flowsUsd),
    terms: names
      .map(([term, name]) => ({ name, usd: sum(({ terms }) => terms?.[term]) }))
      .filter(({ usd }) => Math.abs(usd) >= CENT_USD / 2)
      .sort((a, b) => Math.abs(b.usd) - Math.abs(a.usd)),
    residualUsd: sum(({ residualUsd }) => residualUsd),
    // Residuals of hours may all lie on one side, so their bounds add up.
    residualBoundUsd: sum(({ residualBoundUsd }) => residualBoundUsd),
    unvalued: new Set(
      periods.flatMap(({ unvalued }) => unvalued.map((each) => `${each.accountId} ${each.instrumentId}`)),
    ).size,
  };
}
