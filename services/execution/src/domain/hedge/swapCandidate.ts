import { ActionKind, type ActionCost } from '@gimbal/contracts/execution/v1/execution_events';
import {
  absDecimal,
  addDecimal,
  compareDecimal,
  type Decimal,
  decimalToNumber,
  formatDecimal,
  fromUnits,
} from '@gimbal/money';
import { delayRisk } from '../market/delayRisk.js';
import { gasCost } from '../market/gasCost.js';
import { decimalsOf, type PoolQuote, quoteInPool } from '../market/quoteInPool.js';
import { tradeCost } from '../market/tradeCost.js';
import { breakDoubt } from '../wallet/breakDoubt.js';
import { richestWallet } from '../wallet/richestWallet.js';
import { watchedInstead } from '../wallet/watchedInstead.js';
import { type Candidate, describeCost, type HedgeNeed } from './candidate.js';

/** The hedge by a swap of the coin itself in the recorded pool: its curve, its fee, gas, and a balance that pays. */
export function swapCandidate(need: HedgeNeed): Candidate {
  const { decision, portfolioId, quantity, limitPriceUsd, pool, setAside } = need;
  const { state, config, desk } = decision;
  const { pool: poolConfig, quoteInstrumentId } = config.hedge;
  const { venue, instrumentId, chain, feed } = poolConfig;
  const label = `${formatDecimal(quantity)} ${instrumentId} in ${feed}`;
  const closed = (code: string, reason: string): Candidate => ({ ok: false, label, code, reason });
  if (!config.allowedVenues.includes(venue)) {
    return closed('venue_not_allowed', `Expected a venue of ${config.allowedVenues.join(', ')}, was ${venue}.`);
  }
  const gas = gasCost(state, chain, poolConfig.gasUnits);
  if (!gas.ok) return closed(gas.code, gas.reason);
  const quote = quoteInPool(pool, poolConfig, poolConfig.feePips, quantity, limitPriceUsd);
  if (!quote.ok) return closed(quote.code, quote.reason);

  const delay = delayRisk(state, config, decimalToNumber(absDecimal(quantity)) * quote.midUsd);
  const { slippageUsd, venueFeeUsd } = tradeCost(quote, poolConfig, quantity);
  const gasUsd = decimalToNumber(gas.usd);
  const cost: ActionCost = {
    slippageUsd,
    venueFeeUsd,
    gasUsd,
    delayRiskUsd: delay.usd,
    totalUsd: slippageUsd + venueFeeUsd + gasUsd,
    basis: `Depth and fee of ${feed}; ${gas.basis}; ${delay.basis}.`,
  };

  const sells = quantity.unscaled < 0n;
  const paidInstrumentId = sells ? instrumentId : quoteInstrumentId;
  const wallet = richestWallet(state, desk, portfolioId, chain, paidInstrumentId, setAside);
  if (wallet === undefined) return closed('no_account', `Expected a wallet on ${chain}, ${walletInstead(need, chain)}`);
  const broken = breakDoubt(state, desk.tenant, wallet.accountId);
  if (broken !== undefined) return closed(broken.code, broken.reason);
  const paid = sells ? absDecimal(quantity) : paidForPurchase(quote, decimalsOf(poolConfig).quoteDecimals);
  if (compareDecimal(wallet.free, paid) < 0) {
    const reason = `Expected ${formatDecimal(paid)} ${paidInstrumentId} free in ${wallet.accountId}, was ${formatDecimal(wallet.free)}.`;
    return closed('insufficient_balance', `${reason} It would have cost ${describeCost(cost)}.`);
  }
  const action = {
    kind: ActionKind.ACTION_KIND_HEDGE,
    venue,
    accountId: wallet.accountId,
    instrumentId,
    quantity: formatDecimal(quantity),
    limitPrice: formatDecimal(limitPriceUsd),
    quoteInstrumentId,
    payingAccountId: wallet.accountId,
    deployment: '',
  };
  return { ok: true, label, action, cost };
}

function walletInstead({ decision: { state, desk }, portfolioId }: HedgeNeed, on: string): string {
  return watchedInstead(state, desk, portfolioId, ({ venue, chain }) => venue === 'wallet' && chain === on);
}

function paidForPurchase(quote: PoolQuote, quoteDecimals: number): Decimal {
  return addDecimal(fromUnits(quote.quoteRaw, quoteDecimals), fromUnits(quote.feeRaw, quoteDecimals));
}
