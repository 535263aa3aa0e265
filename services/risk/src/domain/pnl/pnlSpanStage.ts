import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { InboundEvent, Stage } from '@gimbal/projection';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { riskStage } from '../riskStage.js';
import type { RiskState } from '../riskState.js';
import { portfolioKey, tenantOfKey } from '../rowKeys.js';
import { advancePnl, type PnlStanding } from './advancePnl.js';
import { pnlStanding } from './pnlStanding.js';
import { startPeriod } from './startPeriod.js';

/** Risk's stage with an accrual of one portfolio beside it that begins at any exposure and is not cut by hours. */
export interface PnlSpanStage {
  readonly stage: Stage<RiskState>;
  /** Undefined while the first exposure hasn't been folded. */
  readonly span: PnlStanding | undefined;
}

/** The stage to refold for the P&L between two exposures: what `fromSequence` begins with, and every step after it. */
export function pnlSpanStage(key: string, fromSequence: number, toSequence: number): PnlSpanStage {
  let span: PnlStanding | undefined;

  function evolve(state: RiskState, event: InboundEvent): void {
    const exposure = isOfPortfolio(event, key) ? event.value : undefined;
    const sequence = Number(exposure?.sequence ?? 0n);
    if (exposure !== undefined && span !== undefined && sequence > span.accrual.sequence && sequence <= toSequence) {
      const step = { number: Number(exposure.cut?.step ?? 0n), timeUs: exposure.cut?.timeUs ?? 0n };
      const basis = portfolioBasis(state, key, step);
      if (basis !== undefined) span = advancePnl(state, span, basis, sequence);
    }
    riskStage.evolve(state, event);
    if (exposure === undefined || sequence !== fromSequence) return;
    const standing = pnlStanding(state, key);
    if (standing !== undefined) span = startPeriod(standing, 'day');
  }

  return {
    stage: { ...riskStage, evolve },
    get span() {
      return span;
    },
  };
}

function isOfPortfolio(event: InboundEvent, key: string): event is InboundEvent<ExposureCalculated> {
  if (!isEvent(event, ExposureCalculated)) return false;
  return portfolioKey(tenantOfKey(event.key), event.value.portfolioId) === key;
}
