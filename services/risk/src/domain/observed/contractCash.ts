import { type Decimal, decimalOf, divDecimal, mulDecimal, negDecimal } from '@gimbal/money';
import { instrumentTraits } from '../exposure/instrumentTraits.js';
import { COIN_SCALE } from './limits.js';

/** The cash leg of an observed contract. */
export interface ContractCash {
  readonly instrumentId: string;
  readonly quantity: Decimal;
}

/** What plain dollars are paid in, as for trades. */
const DOLLARS = 'USDC';

/**
 * A perpetual or a future stands at its full mark against what it was entered at, as a traded one does against its cash
 * leg: a linear one owes quantity · entry of its quote coin, an inverse one of size · quantity / entry of its own. Other
 * instruments were paid for when they were bought. `missing` where nobody says the entry.
 */
export function contractCash(
  instrumentId: string,
  quantity: Decimal,
  entryPrice: Decimal | undefined,
): ContractCash | 'missing' | undefined {
  const { instrument } = instrumentTraits(instrumentId);
  if (instrument?.kind !== 'perp' && instrument?.kind !== 'future') return undefined;
  if (quantity.unscaled === 0n) return undefined;
  if (entryPrice === undefined || entryPrice.unscaled <= 0n) return 'missing';
  if (!instrument.inverse) {
    const coin = instrument.quote === 'USD' ? DOLLARS : instrument.quote;
    return { instrumentId: `spot:${coin}`, quantity: negDecimal(mulDecimal(quantity, entryPrice)) };
  }
  const usd = mulDecimal(quantity, decimalOf(String(instrument.contractSizeUsd)));
  return {
    instrumentId: `spot:${instrument.underlying}`,
    quantity: divDecimal(usd, entryPrice, COIN_SCALE, 'halfEven'),
  };
}
