import type { LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ExplainedInput, ExplainedTerm } from '@gimbal/contracts/risk/v1/risk_service';
import { balanceFromScaled, baseCurrencyOf } from '@gimbal/margin';
import { inBaseCurrency } from '../exposure/inBaseCurrency.js';
import type { LendingBasis } from '../exposure/portfolioBasis.js';
import { appliedTerms } from '../exposure/appliedTerms.js';
import { type Explained, input, withDifference } from './explained.js';
import { balanceInputs, rateInputs, reserveInputs } from './lendingInputs.js';

const BPS = 10_000;

interface HealthComponent {
  readonly unit: string;
  readonly formula: string;
  readonly value: (health: LendingHealth) => number;
  /** The yearly rates of the reserves are in the formula. */
  readonly usesRates?: boolean;
  /** Undefined for a number that is solved or differentiated, and so is no sum. */
  readonly terms?: (lending: LendingBasis, health: LendingHealth) => ExplainedTerm[];
}

/** Components of LendingHealth by the names of the proto. */
export const HEALTH_COMPONENTS: ReadonlyMap<string, HealthComponent> = new Map<string, HealthComponent>([
  [
    'health_factor',
    {
      unit: 'ratio',
      formula:
        'Σ collateral · liquidation threshold / Σ debt, in the integers of the ruleset at the prices of its oracle',
      value: (health) => health.healthFactor,
      terms: healthTerms,
    },
  ],
  [
    'total_collateral_base',
    {
      unit: 'USD, 8 decimals',
      formula: 'Σ floor(balance · oracle price / 10^decimals) over supplies used as collateral',
      value: (health) => Number(health.totalCollateralBase),
      terms: (lending) => baseTerms(lending, 'supply'),
    },
  ],
  [
    'total_debt_base',
    {
      unit: 'USD, 8 decimals',
      formula: 'Σ floor(balance · oracle price / 10^decimals) over debts',
      value: (health) => Number(health.totalDebtBase),
      terms: (lending) => baseTerms(lending, 'debt'),
    },
  ],
  [
    'average_liquidation_threshold_bps',
    {
      unit: 'bps',
      formula: 'floor(Σ collateral · liquidation threshold / Σ collateral)',
      value: (health) => health.averageLiquidationThresholdBps,
    },
  ],
  [
    'liquidation_price_usd',
    {
      unit: 'USD',
      formula: 'the highest price of the largest collateral at which the health factor is below 1, all else held',
      value: (health) => health.liquidationPriceUsd,
    },
  ],
  [
    'distance_to_liquidation',
    {
      unit: 'share of the price',
      formula: '(oracle price − liquidation price) / oracle price of the largest collateral',
      value: (health) => health.distanceToLiquidation,
    },
  ],
  [
    'health_per_1pct',
    {
      unit: 'health per 1 %',
      formula: '(collateral · threshold − health · debt in the same asset) / Σ debt / 100, for the largest collateral',
      value: (health) => health.healthPer1pct,
    },
  ],
  [
    'health_per_threshold_point',
    {
      unit: 'health per percentage point',
      formula: 'collateral / Σ debt / 100, for the largest collateral',
      value: (health) => health.healthPerThresholdPoint,
    },
  ],
  [
    'health_per_day',
    {
      unit: 'health per day',
      formula: 'Σ (collateral · threshold · supply rate − health · debt · borrow rate) / Σ debt / 365',
      value: (health) => health.healthPerDay,
      usesRates: true,
    },
  ],
  [
    'health_per_day_per_rate_point',
    {
      unit: 'health per day per percentage point',
      formula: '−health / 365 / 100: one more point on the rates of all debts',
      value: (health) => health.healthPerDayPerRatePoint,
    },
  ],
  [
    'liquidation_loss_usd',
    {
      unit: 'USD',
      formula:
        'seized − repaid by the ruleset’s liquidation call with its close factor, of the pair that pays a liquidator most; ' +
        'for a healthy account at the price where its liquidation begins',
      value: (health) => health.liquidationLossUsd,
    },
  ],
]);

/** A number of a lending account's health, from its balances, the oracle's prices and the reserves' parameters. */
export function explainHealth(lending: LendingBasis, health: LendingHealth, component: HealthComponent): Explained {
  const value = component.value(health);
  const { unit, formula } = component;
  if (component.terms === undefined) {
    const inputs = legsOf(lending).flatMap(({ asset, inputs: own }) => [
      ...own,
      ...(component.usesRates === true ? rateInputs(lending, asset) : []),
    ]);
    return { value, unit, formula, terms: [{ label: `${health.accountId} ${health.deployment}`, value, inputs }] };
  }
  const why = 'floors of the contract: values and the average threshold are cut to whole integers';
  return { value, unit, formula, terms: withDifference(component.terms(lending, health), value, why) };
}

interface LendingLegInputs {
  readonly asset: string;
  readonly side: 'supply' | 'debt';
  readonly valueBase: bigint;
  readonly thresholdBps: bigint;
  readonly inputs: ExplainedInput[];
}

function legsOf(lending: LendingBasis): LendingLegInputs[] {
  if (!lending.inputs.ok) return [];
  const { account } = lending.inputs.value;
  return account.positions.flatMap((position, at) => {
    const reserve = account.reserves[at]!;
    const { asset } = reserve;
    const { thresholdBps, priceBase } = appliedTerms(account, reserve);
    const valueBase = (scaled: bigint, indexRay: bigint): bigint =>
      (balanceFromScaled(scaled, indexRay) * (priceBase ?? 0n)) / 10n ** BigInt(reserve.decimals);
    const leg = (side: LendingLegInputs['side'], base: bigint): LendingLegInputs[] =>
      base === 0n
        ? []
        : [
            {
              asset,
              side,
              valueBase: base,
              thresholdBps,
              inputs: [...balanceInputs(lending, asset, side), ...reserveInputs(lending, asset)],
            },
          ];
    // What the reserve itself doesn't count, no e-mode does.
    const counts = position.usedAsCollateral && reserve.liquidationThresholdBps !== 0n;
    return [
      ...leg('supply', counts ? valueBase(position.scaledSupply, reserve.liquidityIndexRay) : 0n),
      ...leg('debt', valueBase(position.scaledVariableDebt, reserve.variableBorrowIndexRay)),
    ];
  });
}

function healthTerms(lending: LendingBasis, health: LendingHealth): ExplainedTerm[] {
  const { ruleset } = health;
  const debt = inBaseCurrency(BigInt(health.totalDebtBase), ruleset);
  if (debt === 0) return [];
  const legs = legsOf(lending);
  const debts = legs.filter(({ side }) => side === 'debt');
  return legs
    .filter(({ side }) => side === 'supply')
    .map(({ asset, valueBase, thresholdBps, inputs }) => ({
      label: `${asset} collateral · threshold / debt`,
      value: (inBaseCurrency(valueBase, ruleset) * (Number(thresholdBps) / BPS)) / debt,
      inputs: [
        ...inputs,
        input('total debt', debt, baseCurrencyOf(ruleset).symbol),
        ...debts.flatMap((leg) => leg.inputs),
      ],
    }));
}

function baseTerms(lending: LendingBasis, side: LendingLegInputs['side']): ExplainedTerm[] {
  return legsOf(lending)
    .filter((leg) => leg.side === side)
    .map(({ asset, valueBase, inputs }) => ({ label: `${asset} ${side}`, value: Number(valueBase), inputs }));
}
