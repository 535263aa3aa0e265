import { ActionKind, type ActionCost } from '@gimbal/contracts/execution/v1/execution_events';
import { absDecimal, decimalToNumber, formatDecimal } from '@gimbal/money';
import { delayRisk } from '../market/delayRisk.js';
import { feedDoubt } from '../market/feedDoubt.js';
import { breakDoubt } from '../wallet/breakDoubt.js';
import { quoteInPool } from '../market/quoteInPool.js';
import { tradedAccounts } from '../wallet/freeBalance.js';
import { watchedInstead } from '../wallet/watchedInstead.js';
import { tradeCost } from '../market/tradeCost.js';
import type { Candidate, HedgeNeed } from './candidate.js';

/**
 * The hedge by the perp of the paper venue. No book of it is recorded, so the pool's curve stands in for its depth,
 * without the pool's fee; the taker fee is assumed.
 */
export function perpCandidate(need: HedgeNeed): Candidate {
  const { decision, portfolioId, quantity, limitPriceUsd, pool } = need;
  const { state, config, desk } = decision;
  const { perp, quoteInstrumentId, pool: poolConfig } = config.hedge;
  const label = `${formatDecimal(quantity)} ${perp.instrumentId} on ${perp.venue}`;
  const closed = (code: string, reason: string): Candidate => ({ ok: false, label, code, reason });
  if (!config.allowedVenues.includes(perp.venue)) {
    return closed('venue_not_allowed', `Expected a venue of ${config.allowedVenues.join(', ')}, was ${perp.venue}.`);
  }
  const mark = state.perps.get(perp.instrumentId);
  const doubt = mark === undefined ? undefined : feedDoubt(state, mark.feed, perp.instrumentId);
  if (mark === undefined || doubt?.code === 'stale_feed') {
    return closed('perp_mark_unknown', `Expected a mark of ${perp.instrumentId} that is not stale, found none.`);
  }
  if (doubt !== undefined) return closed(doubt.code, doubt.reason);
  const account = tradedAccounts(state, desk, portfolioId).find(({ venue }) => venue === perp.venue);
  if (account === undefined) {
    const watched = watchedInstead(state, desk, portfolioId, ({ venue }) => venue === perp.venue);
    return closed('no_account', `Expected an account at ${perp.venue}, ${watched}`);
  }
  const broken = breakDoubt(state, desk.tenant, account.accountId);
  if (broken !== undefined) return closed(broken.code, broken.reason);
  const quote = quoteInPool(pool, poolConfig, 0, quantity, limitPriceUsd);
  if (!quote.ok) return closed(quote.code, quote.reason);

  const notionalUsd = decimalToNumber(absDecimal(quantity)) * quote.midUsd;
  const delay = delayRisk(state, config, notionalUsd);
  const { slippageUsd } = tradeCost(quote, poolConfig, quantity);
  const venueFeeUsd = (notionalUsd * perp.takerFeeBps) / 10_000;
  const cost: ActionCost = {
    slippageUsd,
    venueFeeUsd,
    gasUsd: 0,
    delayRiskUsd: delay.usd,
    totalUsd: slippageUsd + venueFeeUsd,
    basis: `Depth of ${poolConfig.feed} as a stand-in; taker fee ${perp.takerFeeBps} bp (assumed); ${delay.basis}.`,
  };
  const action = {
    kind: ActionKind.ACTION_KIND_HEDGE,
    venue: perp.venue,
    accountId: account.accountId,
    instrumentId: perp.instrumentId,
    quantity: formatDecimal(quantity),
    limitPrice: formatDecimal(limitPriceUsd),
    quoteInstrumentId,
    payingAccountId: account.accountId,
    deployment: '',
  };
  return { ok: true, label, action, cost };
}
