import { isUsdPegged } from './exposureVector.js';
import type { InstrumentTraits } from './instrumentTraits.js';

/**
 * The dollar coin in which each of an account's contracts is settled, in the order of its positions; empty for all else.
 * The account's cash says it: the coin that the contract is quoted in, else the dollar coin that was booked first. Plain
 * dollars have no basis, and an inverse contract is settled in the coin that it is on.
 */
export function settlementCoins(positions: readonly InstrumentTraits[]): readonly string[] {
  const cash = positions.flatMap(({ instrument }) =>
    instrument?.kind === 'spot' && isUsdPegged(instrument.asset) ? [instrument.asset] : [],
  );
  if (cash.length === 0) return [];
  return positions.map(({ instrument }) => {
    switch (instrument?.kind) {
      case 'perp':
      case 'future':
      case 'option':
      case 'power':
      case 'everlasting': {
        if ('inverse' in instrument && instrument.inverse) return '';
        const coin = cash.includes(instrument.quote) ? instrument.quote : cash[0]!;
        return coin === 'USD' ? '' : coin;
      }
      default:
        return '';
    }
  });
}
