import { type MarginResult, refuse } from '../marginFailures.js';
import type { DydxSubaccount } from './subaccount.js';

/** A trade that might be done; `sizeChange` is negative for a sale. */
export interface DydxHypotheticalTrade {
  readonly market: string;
  readonly sizeChange: number;
  readonly priceUsd: number;
  readonly feeUsd: number;
}

/** The subaccount as it would be after these trades, for any of the other operations. */
export function afterTrades(
  subaccount: DydxSubaccount,
  trades: readonly DydxHypotheticalTrade[],
): MarginResult<DydxSubaccount> {
  let { quoteUsd, positions } = subaccount;
  for (const { market, sizeChange, priceUsd, feeUsd } of trades) {
    for (const [field, found] of Object.entries({ sizeChange, priceUsd, feeUsd })) {
      if (!Number.isFinite(found) || (field === 'priceUsd' && found <= 0)) {
        const expected = field === 'priceUsd' ? 'above 0' : 'to be a finite number';
        return refuse({ code: 'ValueOutOfRange', subject: market, field, expected, found });
      }
    }
    quoteUsd -= sizeChange * priceUsd + feeUsd;
    const size = (positions.find((one) => one.market === market)?.size ?? 0) + sizeChange;
    const rest = positions.filter((one) => one.market !== market);
    positions = size === 0 ? rest : [...rest, { market, size }];
  }
  return { ok: true, value: { quoteUsd, positions } };
}
