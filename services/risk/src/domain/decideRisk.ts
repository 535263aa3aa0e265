import { event } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { DecideContext, Draft } from '@gimbal/projection';
import { decideBreaches } from './breaches/decideBreaches.js';
import { calculateExposure } from './exposure/calculateExposure.js';
import { portfolioBasis } from './exposure/portfolioBasis.js';
import { decideMarginCalls } from './marginCalls/decideMarginCalls.js';
import { decidePnl } from './pnl/decidePnl.js';
import { newestExposure } from './queries/findExposure.js';
import type { RiskState } from './riskState.js';

/** One exposure for each portfolio with accounts, in order of tenant and portfolio, and the breaches and margin calls that follow from it. */
export function decideRisk(state: RiskState, { step, cut }: DecideContext): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const key of portfolioOrder(state.portfolios)) decidePortfolio(state, key, step, cut, drafts);
  return drafts;
}

const orders = new WeakMap<RiskState['portfolios'], readonly string[]>();

/**
 * Tables come back from a store in another order than they were filled in, so the order has to be made here; anew when a
 * portfolio was opened, for none is ever closed.
 */
function portfolioOrder(portfolios: RiskState['portfolios']): readonly string[] {
  const known = orders.get(portfolios);
  if (known?.length === portfolios.size) return known;
  const found = [...portfolios.keys()].sort();
  orders.set(portfolios, found);
  return found;
}

function decidePortfolio(
  state: RiskState,
  key: string,
  step: DecideContext['step'],
  cut: DecideContext['cut'],
  drafts: Draft[],
): void {
  const last = newestExposure(state, key);
  // A step is decided once: asked again after its outputs were folded, there is nothing more to say.
  if (last?.step === step.number) return;
  const basis = portfolioBasis(state, key, step);
  if (basis === undefined) return;
  const exposure = calculateExposure(basis, BigInt((last?.sequence ?? 0) + 1), cut);
  const { tenant, portfolioId, rootKey } = basis.portfolio;
  const say = (topic: Draft['topic'], said: Draft['event']): void => {
    drafts.push({ topic, key: rootKey, event: said, tenant, subject: portfolioId });
  };
  say(exposure.official ? 'exposure' : 'exposure.live', event(ExposureCalculated, exposure));
  for (const said of decideBreaches(state, exposure, basis)) say('exposure', said);
  for (const said of decideMarginCalls(state, exposure, basis)) say('exposure', said);
  for (const said of decidePnl(state, key, basis, exposure)) say('exposure', said);
}
