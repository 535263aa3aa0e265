import { type Decimal, decimalFromNumber, decimalToNumber, formatDecimal, isZeroDecimal } from '@gimbal/money';
import { LIMIT_PRICE_SCALE } from '../../limits.js';
import { targetNumber } from '../decide/breachValue.js';
import { type Cure, type CureNeed, noCure } from '../decide/cure.js';
import { exposureDoubt } from '../decide/exposureDoubt.js';
import type { Decision } from '../decide/decision.js';
import { freshPool } from '../market/freshPool.js';
import { depthBetween, withinDepth } from '../market/depthBetween.js';
import { midOf } from '../market/quoteInPool.js';
import { type Candidate, describeCost } from './candidate.js';
import { hedgeQuantity } from './hedgeQuantity.js';
import { perpCandidate } from './perpCandidate.js';
import { surelyOut } from './surelyOut.js';
import { swapCandidate } from './swapCandidate.js';

/** The cheapest way to bring a delta back to its limit's target, with the ways that were passed over and their figures. */
export function cureDelta(decision: Decision, need: CureNeed): Cure {
  const { config, state } = decision;
  const doubt = exposureDoubt(decision, need.opened.portfolioId);
  if (doubt !== undefined) return noCure(doubt.code, doubt.reason);
  const sure = surelyOut(decision, need.exposure, need.terms.level);
  if (!sure.ok) return noCure(sure.code, sure.reason);
  const fresh = freshPool(decision);
  if (!fresh.ok) return noCure(fresh.code, fresh.reason);
  const { pool } = fresh;
  const { hedge, maxNotionalUsd, slippageBoundBps } = config;
  const midUsd = midOf(pool, hedge.pool);
  const deltaPriceUsd = need.exposure.referencePriceUsd > 0 ? need.exposure.referencePriceUsd : midUsd;
  const targetUsd = targetNumber(need.terms);
  const wanted = hedgeQuantity(sure.deltaUsd, targetUsd, deltaPriceUsd, hedge.quantityScale, maxNotionalUsd);
  const depthPriceUsd = limitPrice(midUsd, slippageBoundBps * config.depthShare, wanted);
  const quantity = withinDepth(wanted, depthBetween(pool, hedge.pool, depthPriceUsd), hedge.quantityScale);
  if (isZeroDecimal(quantity)) {
    const steps = `10^-${hedge.quantityScale} ${hedge.underlying}`;
    const reason = `Expected a hedge of at least ${steps}, was ${need.value.toFixed(2)} USD for a target of ${targetUsd} USD.`;
    return noCure('quantity_below_step', reason);
  }
  const limitPriceUsd = limitPrice(midUsd, slippageBoundBps, quantity);
  const { portfolioId } = need.opened;
  const asked = { decision, portfolioId, quantity, limitPriceUsd, pool, setAside: need.setAside };
  const candidates = [perpCandidate(asked), swapCandidate(asked)];
  const open = candidates.filter((candidate) => candidate.ok).sort((a, b) => a.cost.totalUsd - b.cost.totalUsd);
  const [best] = open;
  if (best === undefined) return noCure('no_hedge_possible', candidates.map(describe).join(' '));

  const { instrumentId: perpId } = hedge.perp;
  const perpMark = state.perps.get(perpId);
  const marks = [
    { instrumentId: hedge.pool.instrumentId, priceUsd: midUsd, delta: 1 },
    ...(perpMark === undefined ? [] : [{ instrumentId: perpId, priceUsd: perpMark.markPriceUsd, delta: 1 }]),
  ];
  const valueAfter = need.value + decimalToNumber(quantity) * deltaPriceUsd;
  const short = Math.abs(valueAfter) > Math.abs(targetUsd) + deltaPriceUsd * 10 ** -hedge.quantityScale;
  const doubtedUsd = Math.abs(need.value - sure.deltaUsd);
  const broken = `The whole way to ${targetUsd} USD: open breaks leave ${doubtedUsd.toFixed(2)} USD of the delta in doubt.`;
  const wholeWay = `The whole way to ${targetUsd} USD: beyond ${maxNotionalUsd} USD an action or the pool's depth to ${formatDecimal(depthPriceUsd)}.`;
  return {
    ok: true,
    action: best.action,
    cost: best.cost,
    valueAfter,
    marks,
    rejectedAlternatives: [
      ...candidates.filter((candidate) => candidate !== best).map(describe),
      ...(doubtedUsd > 0 ? [broken] : short ? [wholeWay] : []),
    ],
  };
}

/** The worst price that is taken: the pool's, less or more the bound, rounded to the strict side. */
function limitPrice(midUsd: number, boundBps: number, quantity: Decimal): Decimal {
  const sells = quantity.unscaled < 0n;
  const bound = midUsd * (1 + ((sells ? -1 : 1) * boundBps) / 10_000);
  const price = decimalFromNumber(bound, LIMIT_PRICE_SCALE, sells ? 'ceiling' : 'floor');
  if (!price.ok) throw new Error(`Expected a finite limit price, was ${bound}.`);
  return price.value;
}

function describe(candidate: Candidate): string {
  return candidate.ok
    ? `${candidate.label}: ${describeCost(candidate.cost)}.`
    : `${candidate.label}: ${candidate.reason}`;
}
