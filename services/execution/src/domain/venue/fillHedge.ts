import type { ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import type { UsedMark } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  absDecimal,
  compareDecimal,
  type Decimal,
  decimalOf,
  decimalToNumber,
  formatDecimal,
  ZERO_DECIMAL,
} from '@gimbal/money';
import type { Decision } from '../decide/decision.js';
import { type Doubt, feedDoubt } from '../market/feedDoubt.js';
import { freshPool } from '../market/freshPool.js';
import { gasCost, type KnownGasCost } from '../market/gasCost.js';
import { quoteInPool } from '../market/quoteInPool.js';
import { tradeCost } from '../market/tradeCost.js';
import { breakDoubt } from '../wallet/breakDoubt.js';
import { freeBalance } from '../wallet/freeBalance.js';
import type { Spend } from '../wallet/spend.js';
import { bookedPerp, bookedSwap } from './bookedPrice.js';
import { type FillResult, rejected } from './fillResult.js';

/** Fills a hedge at the recorded pool as it stands in this step: its curve, its fee or the perp's, within the limit price. */
export function fillHedge(
  decision: Decision,
  action: ProposedAction,
  marks: readonly UsedMark[],
  spent: readonly Spend[],
): FillResult {
  const { state, config } = decision;
  const { pool: poolConfig, perp } = config.hedge;
  const fresh = freshPool(decision);
  if (!fresh.ok) return rejected(fresh.code, fresh.reason);
  const isSwap = action.venue === poolConfig.venue;
  const doubt = hedgeDoubt(decision, action, isSwap);
  if (doubt !== undefined) return rejected(doubt.code, doubt.reason);
  const quantity = decimalOf(action.quantity);
  const quote = quoteInPool(
    fresh.pool,
    poolConfig,
    isSwap ? poolConfig.feePips : 0,
    quantity,
    decimalOf(action.limitPrice),
  );
  if (!quote.ok) return rejected(quote.code, quote.reason);
  const gas: KnownGasCost = isSwap
    ? gasCost(state, poolConfig.chain, poolConfig.gasUnits)
    : { ok: true, usd: ZERO_DECIMAL, basis: 'no gas' };
  if (!gas.ok) return rejected(gas.code, gas.reason);
  const booked = isSwap
    ? bookedSwap(quote, poolConfig, quantity)
    : bookedPerp(quote, poolConfig, quantity, perp.takerFeeBps);
  const short = isSwap ? shortOf(decision, action, quantity, booked.paid, spent) : undefined;
  if (short !== undefined) return short;

  const { slippageUsd, venueFeeUsd: poolFeeUsd } = tradeCost(quote, poolConfig, quantity);
  const venueFeeUsd = isSwap ? poolFeeUsd : decimalToNumber(booked.fee);
  const gasUsd = decimalToNumber(gas.usd);
  const midBeforeUsd =
    marks.find(({ instrumentId }) => instrumentId === poolConfig.instrumentId)?.priceUsd ?? quote.midUsd;
  const cost = {
    slippageUsd,
    venueFeeUsd,
    gasUsd,
    // What the wait did cost: positive when the price went against us since the proposal.
    delayRiskUsd: decimalToNumber(quantity) * (quote.midUsd - midBeforeUsd),
    totalUsd: slippageUsd + venueFeeUsd + gasUsd,
    basis: `Measured: ${poolConfig.feed} at ${quote.midUsd.toFixed(2)}; ${gas.basis}.`,
  };
  const { price, fee } = booked;
  const amounts = {
    quantity: action.quantity,
    price: formatDecimal(price),
    fee: formatDecimal(fee),
    gasUsd: formatDecimal(gas.usd),
  };
  return { ok: true, fill: { ...amounts, cost } };
}

/** The perpetual's mark was a ground for the proposal; whoever trades or pays must hold what the facts say. */
function hedgeDoubt({ state, desk }: Decision, action: ProposedAction, isSwap: boolean): Doubt | undefined {
  const { accountId, payingAccountId, instrumentId } = action;
  const mark = isSwap ? undefined : state.perps.get(instrumentId);
  const ofMark = mark === undefined ? undefined : feedDoubt(state, mark.feed, instrumentId);
  return ofMark ?? breakDoubt(state, desk.tenant, accountId) ?? breakDoubt(state, desk.tenant, payingAccountId);
}

function shortOf(
  { state, desk }: Decision,
  action: ProposedAction,
  quantity: Decimal,
  paid: Decimal,
  spent: readonly Spend[],
): FillResult | undefined {
  const sells = quantity.unscaled < 0n;
  const [accountId, instrumentId, needed] = sells
    ? [action.accountId, action.instrumentId, absDecimal(quantity)]
    : [action.payingAccountId, action.quoteInstrumentId, paid];
  const free = freeBalance(state, desk, accountId, instrumentId, spent);
  if (compareDecimal(free, needed) >= 0) return undefined;
  const reason = `Expected ${formatDecimal(needed)} ${instrumentId} free in ${accountId}, was ${formatDecimal(free)}.`;
  return rejected('insufficient_balance', reason);
}
