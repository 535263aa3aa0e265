import { event } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { DecideContext, Draft } from '@gimbal/projection';
import { decideBreaches } from './breaches/decideBreaches.js';
import { calculateExposure } from './exposure/calculateExposure.js';
import { portfolioBasis } from './exposure/portfolioBasis.js';
import { decideMarginCalls } from './marginCalls/decideMarginCalls.js';
import { decidePnl } from './pnl/decidePnl.js';
import type { RiskState } from './riskState.js';
import { exposureKey } from './rowKeys.js';

/** One exposure for each portfolio with accounts, in order of tenant and portfolio, and the breaches and margin calls that follow from it. */
export function decideRisk(state: RiskState, { step, cut }: DecideContext): readonly Draft[] {
  // Tables come back from a store in another order than they were filled in, so the order has to be made here.
  return [...state.portfolios.keys()].sort().flatMap((key) => decidePortfolio(state, key, step, cut));
}

function decidePortfolio(
  state: RiskState,
  key: string,
  step: DecideContext['step'],
  cut: DecideContext['cut'],
): readonly Draft[] {
  const head = state.exposureHeads.get(key) ?? 0;
  // A step is decided once: asked again after its outputs were folded, there is nothing more to say.
  if (state.exposures.get(exposureKey(key, head))?.step === step.number) return [];
  const basis = portfolioBasis(state, key, step);
  if (basis === undefined) return [];
  const exposure = calculateExposure(basis, BigInt(head + 1), cut);
  const { tenant, portfolioId, rootKey } = basis.portfolio;
  const alarms = [...decideBreaches(state, exposure, basis), ...decideMarginCalls(state, exposure, basis)];
  const draft = (topic: Draft['topic'], said: Draft['event']): Draft => ({
    topic,
    key: rootKey,
    event: said,
    tenant,
    subject: portfolioId,
  });
  return [
    draft(exposure.official ? 'exposure' : 'exposure.live', event(ExposureCalculated, exposure)),
    ...alarms.map((alarm) => draft('exposure', alarm)),
    ...decidePnl(state, key, basis, exposure).map((said) => draft('exposure', said)),
  ];
}
