import type { DeriveOption } from '../derive/deriveMarket.js';
import type { ImAndMm } from './expiryMargin.js';
import type { SrmOptionParameters } from './parameters.js';

/** Margin of one option by itself: a long needs none and offers none, a short needs a share of spot and its own value. */
export function isolatedMargin(
  terms: SrmOptionParameters,
  spotUsd: number,
  { right, strikeUsd, amount }: DeriveOption,
  valueUsd: number,
): ImAndMm {
  if (amount >= 0) return { imUsd: 0, mmUsd: 0 };
  const shortUsd = spotUsd * amount;
  const outOfTheMoney = Math.max(0, (right === 'call' ? strikeUsd - spotUsd : spotUsd - strikeUsd) / spotUsd);
  const initialUsd = Math.max(terms.maxSpot - outOfTheMoney, terms.minSpot) * shortUsd + valueUsd;
  if (right === 'call') return { imUsd: initialUsd, mmUsd: terms.mmCallSpot * shortUsd + valueUsd };
  const mmUsd = Math.min(terms.mmPutSpot * shortUsd, terms.mmPutMtm * valueUsd) + valueUsd;
  return { imUsd: Math.min(initialUsd, terms.mmOffset * mmUsd), mmUsd };
}
