import { event, isEvent } from '@gimbal/contracts';
import { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { OracleRoundObserved, PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  LendingPositionObserved,
  LiquidationObserved,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { reserveKey } from '@gimbal/margin';
import type { Draft } from '@gimbal/projection';
import type { StepLedger } from '../stepLedger.js';
import { healthMoved } from './healthMoved.js';
import type { ProtocolHealthWatch } from './healthWatch.js';
import { reserveHealth } from './reserveHealth.js';

const US_PER_SECOND = 1_000_000n;

/**
 * Says the health of each watched reserve when it moved by more than a step, and once in a while. It is only reckoned in
 * steps that touched what it rests on, or when its time has come: a step without either costs nothing but the look.
 */
export function decideProtocolHealth(ledger: StepLedger, watches: readonly ProtocolHealthWatch[]): void {
  if (watches.length === 0) return;
  const touched = touchedBy(ledger.drafts);
  for (const watch of watches) {
    for (const reserve of watch.reserves) {
      const said = ledger.now.protocolHealth.said.get(reserveKey(watch.deployment, reserve.asset));
      const { timeUs } = ledger.step;
      const due = said === undefined || timeUs - said.observedAtUs >= BigInt(watch.everySeconds) * US_PER_SECOND;
      const isTouched =
        touched.deployments.has(watch.deployment) ||
        touched.hasRound ||
        reserve.pools.some((pool) => touched.pools.has(pool.feed));
      if (!due && !isTouched) continue;
      const now = reserveHealth(ledger.now.book, ledger.now.protocolHealth, watch, reserve, timeUs);
      if (!due && !healthMoved(said, now, watch.stepBps)) continue;
      ledger.say('protocol', watch.deployment, event(ProtocolHealthObserved, now));
    }
  }
}

interface Touched {
  readonly deployments: ReadonlySet<string>;
  readonly pools: ReadonlySet<string>;
  readonly hasRound: boolean;
}

function touchedBy(drafts: readonly Draft[]): Touched {
  const deployments = new Set<string>();
  const pools = new Set<string>();
  let hasRound = false;
  for (const { event: said } of drafts) {
    if (isEvent(said, OracleRoundObserved)) hasRound = true;
    else if (isEvent(said, PoolObserved)) pools.add(said.value.feed);
    else if (
      isEvent(said, ReserveStateObserved) ||
      isEvent(said, ReserveConfigured) ||
      isEvent(said, LendingPositionObserved) ||
      isEvent(said, LiquidationObserved) ||
      isEvent(said, EModeConfigured) ||
      isEvent(said, UserEModeObserved)
    ) {
      deployments.add(said.value.deployment);
    }
  }
  return { deployments, pools, hasRound };
}
