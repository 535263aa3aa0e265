import type { DeriveExpiry } from '../derive/deriveMarket.js';
import { type DeriveResult } from '../derive/failures.js';
import { SECONDS_PER_YEAR } from '../derive/limits.js';
import { markVol } from '../derive/markVol.js';
import { optionValues } from '../derive/optionValues.js';
import { expiryMargin, type SrmExpiryMargin } from './expiryMargin.js';
import type { SrmParameters, SrmUnderlyingParameters } from './parameters.js';
import type { SrmHolding, SrmUnderlying } from './portfolio.js';

/** What one underlying adds to the account's margin, piece by piece. What is held back is at most 0. */
export interface SrmHoldingMargin {
  readonly underlying: string;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  readonly markToMarketUsd: number;
  readonly expiries: readonly SrmExpiryMargin[];
  /** Profit and funding of the perp, before what is held back for it. */
  readonly perpUsd: number;
  readonly perpImUsd: number;
  readonly perpMmUsd: number;
  readonly baseUsd: number;
  readonly baseImUsd: number;
  readonly baseMmUsd: number;
  /** Initial margin only: for feeds that are unsure of themselves, and for a stable under its peg. */
  readonly oracleImUsd: number;
  readonly depegImUsd: number;
}

export function holdingMargin(
  terms: SrmUnderlyingParameters,
  depeg: SrmParameters['depeg'],
  stableUsd: number,
  feeds: SrmUnderlying,
  holding: SrmHolding,
): DeriveResult<SrmHoldingMargin> {
  const spotUsd = feeds.spotUsd!;
  const expiries: SrmExpiryMargin[] = [];
  for (const expiry of feeds.expiries) {
    const options = holding.options.filter(({ expiryS }) => expiryS === expiry.expiryS);
    if (options.length === 0) continue;
    const legsUsd = legValues(expiry, options);
    if (!legsUsd.ok) return legsUsd;
    expiries.push(expiryMargin(terms.option, spotUsd, expiry, options, legsUsd.value));
  }
  const { perp, baseAmount } = holding;
  const perpSize = Math.abs(perp?.amount ?? 0);
  const perpNotionalUsd = perpSize * (feeds.perp?.priceUsd ?? 0);
  const perpUsd = perp === undefined ? 0 : perp.unrealisedPnlUsd + perp.unsettledFundingUsd;
  const baseUsd = baseAmount * spotUsd;
  const baseMmUsd = baseUsd * terms.base.marginFactor;
  const shorts = sum(expiries.map(({ shortAmount }) => shortAmount));
  const pieces = {
    perpUsd,
    perpImUsd: -perpNotionalUsd * terms.perp.imShare,
    perpMmUsd: -perpNotionalUsd * terms.perp.mmShare,
    baseUsd,
    baseImUsd: baseMmUsd * terms.base.imScale,
    baseMmUsd,
    oracleImUsd: oracleContingency(terms.oracle, feeds, expiries, perpSize, baseAmount),
    depegImUsd: -(shorts + perpSize) * spotUsd * Math.max(0, depeg.thresholdUsd - stableUsd) * depeg.factor,
  };
  return {
    ok: true,
    value: {
      underlying: holding.underlying,
      initialMarginUsd:
        sum(expiries.map(({ margin }) => margin.imUsd)) +
        (perpUsd + pieces.perpImUsd + pieces.baseImUsd + pieces.oracleImUsd + pieces.depegImUsd),
      maintenanceMarginUsd: sum(expiries.map(({ margin }) => margin.mmUsd)) + perpUsd + pieces.perpMmUsd + baseMmUsd,
      markToMarketUsd: sum(expiries.map(({ markToMarketUsd }) => markToMarketUsd)) + perpUsd + baseUsd,
      expiries,
      ...pieces,
    },
  };
}

/** Values of an expiry's legs, amounts included. The standard manager prices on the forward, without a rate. */
function legValues(expiry: DeriveExpiry, options: SrmHolding['options']): DeriveResult<readonly number[]> {
  const isPast = expiry.secondsToExpiry <= 0;
  const values = optionValues(
    options.map(({ strikeUsd, right }) => ({
      forwardUsd: (isPast ? expiry.settlementPriceUsd : expiry.forwardUsd)!,
      strikeUsd,
      tauYears: Math.max(0, expiry.secondsToExpiry) / SECONDS_PER_YEAR,
      vol: isPast ? 0 : markVol(expiry, strikeUsd)!,
      ratePer1: 0,
      right,
    })),
  );
  if (!values.ok) return values;
  return { ok: true, value: options.map(({ amount }, i) => amount * values.value[i]!) };
}

function oracleContingency(
  oracle: SrmUnderlyingParameters['oracle'],
  feeds: SrmUnderlying,
  expiries: readonly SrmExpiryMargin[],
  perpSize: number,
  baseAmount: number,
): number {
  const spotUsd = feeds.spotUsd!;
  const held = (confidence: number, threshold: number, size: number): number =>
    confidence < threshold ? -(1 - confidence) * oracle.factor * spotUsd * size : 0;
  const { spotConfidence } = feeds;
  const options = expiries.map(({ expiryS, shortAmount }) => {
    const { forwardConfidence, volConfidence } = feeds.expiries.find((expiry) => expiry.expiryS === expiryS)!;
    return held(Math.min(spotConfidence, forwardConfidence, volConfidence), oracle.optionThreshold, shortAmount);
  });
  return (
    held(Math.min(spotConfidence, feeds.perp?.confidence ?? 1), oracle.perpThreshold, perpSize) +
    sum(options) +
    held(spotConfidence, oracle.baseThreshold, Math.abs(baseAmount))
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
