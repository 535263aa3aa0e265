import { VECTOR_FIELDS, type VectorField } from '../exposure/exposureVector.js';
import type { MarkColumnName, OptionalMarkColumnName } from '../marks/markFrame.js';

export interface VectorComponent {
  readonly field: VectorField;
  /** Its place among the doubles of a vector. */
  readonly at: number;
  readonly unit: string;
  readonly formula: string;
  /** The column of marks that a leg multiplies with its quantity, and its unit. */
  readonly column: MarkColumnName | OptionalMarkColumnName;
  readonly columnUnit: string;
  /** The underlying's spot is in the formula. */
  readonly usesSpot: boolean;
}

function component(
  field: VectorField,
  unit: string,
  formula: string,
  column: MarkColumnName | OptionalMarkColumnName,
  columnUnit: string,
): VectorComponent {
  return {
    field,
    at: VECTOR_FIELDS.indexOf(field),
    unit,
    formula,
    column,
    columnUnit,
    usesSpot: formula.includes('spot'),
  };
}

/** The components of ExposureVector by the names of the proto, each with the formula that `unitVectors` and `valueLegs` compute. */
export const VECTOR_COMPONENTS: ReadonlyMap<string, VectorComponent> = new Map([
  ['value_usd', component('valueUsd', 'USD', 'Σ quantity · price', 'priceUsd', 'USD per unit')],
  [
    'delta_usd',
    component(
      'deltaUsd',
      'USD',
      'Σ quantity · (delta · spot), without assets that are dollars',
      'delta',
      'units of the underlying per unit',
    ),
  ],
  [
    'gamma_usd_per_1pct',
    component(
      'gammaUsdPer1pct',
      'USD per 1 %',
      'Σ quantity · (gamma · spot · spot / 100)',
      'gammaPerUsd',
      'delta per USD',
    ),
  ],
  [
    'vega_usd_per_vol_point',
    component(
      'vegaUsdPerVolPoint',
      'USD per vol point',
      'Σ quantity · vega',
      'vegaUsdPerVolPoint',
      'USD per vol point',
    ),
  ],
  [
    'theta_usd_per_day',
    component('thetaUsdPerDay', 'USD per day', 'Σ quantity · theta', 'thetaUsdPerDay', 'USD per day'),
  ],
  ['rho_usd', component('rhoUsd', 'USD per 1.00 of rate', 'Σ quantity · rho', 'rhoUsd', 'USD per 1.00 of rate')],
  [
    'vanna_usd',
    component('vannaUsd', 'USD of delta per vol point', 'Σ quantity · (vanna · spot)', 'vanna', 'delta per vol point'),
  ],
  [
    'volga_usd',
    component('volgaUsd', 'USD of vega per vol point', 'Σ quantity · volga', 'volga', 'USD of vega per vol point'),
  ],
  [
    'charm_usd_per_day',
    component('charmUsdPerDay', 'USD of delta per day', 'Σ quantity · (charm · spot)', 'charmPerDay', 'delta per day'),
  ],
  [
    'carry_usd_per_day',
    component(
      'carryUsdPerDay',
      'USD per day',
      'Σ quantity · carry, for shorts Σ |quantity| · (short charge − carry), and for lending balances Σ (quantity · price) · rate / 365',
      'carryUsdPerDay',
      'USD per day',
    ),
  ],
  [
    'funding_usd_per_day',
    component(
      'fundingUsdPerDay',
      'USD per day',
      'Σ quantity · carry of perpetuals and power perpetuals, for shorts Σ |quantity| · (short charge − carry)',
      'carryUsdPerDay',
      'USD per day',
    ),
  ],
  [
    'interest_usd_per_day',
    component(
      'interestUsdPerDay',
      'USD per day',
      'Σ quantity · carry of lending instruments, and for lending balances Σ (quantity · price) · rate / 365',
      'carryUsdPerDay',
      'USD per day',
    ),
  ],
  [
    'lp_fees_less_lvr_usd_per_day',
    component(
      'lpFeesLessLvrUsdPerDay',
      'USD per day',
      'Σ quantity · carry of liquidity positions: fees at the pace of the last 24 hours (of the time observed, where that is less) less loss to arbitrage',
      'carryUsdPerDay',
      'USD per day',
    ),
  ],
  [
    'interest_usd_per_day_per_rate_point',
    component(
      'interestUsdPerDayPerRatePoint',
      'USD per day per percentage point',
      'Σ (quantity · price) · 0.01 / 365 over debts',
      'priceUsd',
      'USD per unit',
    ),
  ],
  [
    'delta_sticky_delta_usd',
    component(
      'deltaStickyDeltaUsd',
      'USD',
      'Σ quantity · (delta with the smile moving · spot), without assets that are dollars; where there is none, of the delta',
      'deltaStickyDelta',
      'units of the underlying per unit',
    ),
  ],
]);
