import { type MarginResult, refuse } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidMarginMode, HyperliquidPosition } from './account.js';

/** A trade that might be done. */
export interface HypotheticalTrade {
  readonly asset: string;
  /** Negative for a sale. */
  readonly sizeChange: number;
  readonly priceUsd: number;
  readonly feeUsd: number;
  /** How the position is margined if the trade opens it; one that is there keeps its mode. */
  readonly mode: { readonly kind: 'cross' | 'isolated'; readonly leverage: number };
  /** For an isolated position: what moves from cross to its balance with the trade. Negative takes margin back. */
  readonly isolatedMarginUsd?: number | undefined;
}

/**
 * The account as it would be after these trades, for any of the other operations: the price paid and the fee come out of
 * the position's own balance. What an isolated position leaves behind when it is closed goes back to cross.
 */
export function afterTrades(
  account: HyperliquidAccount,
  trades: readonly HypotheticalTrade[],
): MarginResult<HyperliquidAccount> {
  let after = account;
  for (const trade of trades) {
    for (const field of ['sizeChange', 'priceUsd', 'feeUsd'] as const) {
      if (!Number.isFinite(trade[field]) || (field === 'priceUsd' && trade.priceUsd <= 0)) {
        const expected = field === 'priceUsd' ? 'above 0' : 'to be a finite number';
        return refuse({ code: 'ValueOutOfRange', subject: trade.asset, field, expected, found: trade[field] });
      }
    }
    after = afterTrade(after, trade);
  }
  return { ok: true, value: after };
}

function afterTrade(account: HyperliquidAccount, trade: HypotheticalTrade): HyperliquidAccount {
  const before = account.positions.find(({ asset }) => asset === trade.asset);
  const mode = before?.mode ?? opened(trade);
  const size = (before?.size ?? 0) + trade.sizeChange;
  const paidUsd = trade.sizeChange * trade.priceUsd + trade.feeUsd;
  const rest = account.positions.filter(({ asset }) => asset !== trade.asset);
  if (mode.kind === 'cross') {
    return withPosition(account.crossRawUsd - paidUsd, rest, { asset: trade.asset, size, mode });
  }
  const addedUsd = trade.isolatedMarginUsd ?? 0;
  const rawUsd = mode.rawUsd + addedUsd - paidUsd;
  const returnedUsd = size === 0 ? rawUsd : 0;
  return withPosition(account.crossRawUsd - addedUsd + returnedUsd, rest, {
    asset: trade.asset,
    size,
    mode: { ...mode, rawUsd },
  });
}

function opened({ mode }: HypotheticalTrade): HyperliquidMarginMode {
  return mode.kind === 'cross'
    ? { kind: 'cross', leverage: mode.leverage }
    : { kind: 'isolated', leverage: mode.leverage, rawUsd: 0 };
}

function withPosition(
  crossRawUsd: number,
  rest: readonly HyperliquidPosition[],
  position: HyperliquidPosition,
): HyperliquidAccount {
  return { crossRawUsd, positions: position.size === 0 ? rest : [...rest, position] };
}
