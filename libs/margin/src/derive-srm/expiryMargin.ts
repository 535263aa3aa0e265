import type { DeriveExpiry, DeriveOption } from '../derive/deriveMarket.js';
import type { SrmOptionParameters } from './parameters.js';
import { isolatedMargin } from './isolatedMargin.js';
import { maxLoss } from './maxLoss.js';

export interface ImAndMm {
  readonly imUsd: number;
  readonly mmUsd: number;
}

export interface SrmExpiryMargin {
  readonly expiryS: number;
  readonly markToMarketUsd: number;
  readonly legsUsd: readonly number[];
  /** Each short by itself, added up. */
  readonly isolated: ImAndMm;
  /** The worst that the expiry may pay out, with what uncapped calls add. */
  readonly maxLoss: ImAndMm;
  /** The kinder of the two. */
  readonly margin: ImAndMm;
  /** Contracts, at least 0. */
  readonly shortAmount: number;
}

/** Margin of the options of one expiry; `legsUsd` are their values, amounts included. */
export function expiryMargin(
  terms: SrmOptionParameters,
  spotUsd: number,
  expiry: DeriveExpiry,
  options: readonly DeriveOption[],
  legsUsd: readonly number[],
): SrmExpiryMargin {
  const isolated = options.map((option, i) => isolatedMargin(terms, spotUsd, option, legsUsd[i]!));
  const isolatedUsd = {
    imUsd: sum(isolated.map(({ imUsd }) => imUsd)),
    mmUsd: sum(isolated.map(({ mmUsd }) => mmUsd)),
  };
  const forwardUsd = (expiry.secondsToExpiry > 0 ? expiry.forwardUsd : expiry.settlementPriceUsd)!;
  const boundedUsd = maxLoss(terms, forwardUsd, options);
  return {
    expiryS: expiry.expiryS,
    markToMarketUsd: sum(legsUsd),
    legsUsd,
    isolated: isolatedUsd,
    maxLoss: boundedUsd,
    margin: {
      imUsd: Math.max(isolatedUsd.imUsd, boundedUsd.imUsd),
      mmUsd: Math.max(isolatedUsd.mmUsd, boundedUsd.mmUsd),
    },
    shortAmount: sum(options.map(({ amount }) => Math.max(0, -amount))),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
