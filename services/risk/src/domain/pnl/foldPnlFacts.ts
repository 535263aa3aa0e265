import { isEvent } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingAction,
  LendingPositionObserved,
  NormFactorObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { lendingAccountKey } from '@gimbal/margin';
import { decimalToNumber, parseDecimal } from '@gimbal/money';
import { type InboundEvent, stepOf } from '@gimbal/projection';
import type { RiskState } from '../riskState.js';
import { liquidationKey } from './pnlRows.js';
import { grownPool, poolKeyOf } from './poolFees.js';

const WAD_DECIMALS = 18;

/** Observed facts that only the P&L needs: fees of pools, normalisation factors, and what liquidations took. */
export function foldPnlFacts(state: RiskState, event: InboundEvent): void {
  if (isEvent(event, PoolObserved)) {
    const key = poolKeyOf(event.value.chain, event.value.pool);
    const grown = grownPool(state.pnlPools.get(key), event.value);
    if (grown !== undefined) state.pnlPools.set(key, grown);
  } else if (isEvent(event, NormFactorObserved)) {
    foldNormFactor(state, event.value);
  } else if (isEvent(event, LendingPositionObserved)) {
    foldLiquidation(state, event);
  }
}

function foldNormFactor(state: RiskState, { deployment, normFactorWad }: NormFactorObserved): void {
  const wad = parseDecimal(normFactorWad);
  if (!wad.ok) return;
  const factor = decimalToNumber({ unscaled: wad.value.unscaled, scale: wad.value.scale + WAD_DECIMALS });
  if (factor > 0 && state.pnlNormFactors.get(deployment) !== factor) state.pnlNormFactors.set(deployment, factor);
}

/** Folded before the balance itself is: what the liquidation took is the difference between the two. */
function foldLiquidation(state: RiskState, { value, causationId }: InboundEvent<LendingPositionObserved>): void {
  if (value.action !== LendingAction.LENDING_ACTION_LIQUIDATION) return;
  const { deployment, accountId, asset } = value;
  const held = state.lending.accounts
    .get(lendingAccountKey(deployment, accountId))
    ?.positions.find((position) => position.asset === asset);
  const step = stepOf(causationId) ?? 0;
  const key = liquidationKey(deployment, accountId, asset);
  const before = state.pnlLiquidations.get(key);
  const sum = before?.step === step ? before : { scaledSupply: 0n, scaledDebt: 0n };
  state.pnlLiquidations.set(key, {
    step,
    scaledSupply: sum.scaledSupply + BigInt(value.scaledSupply) - (held?.scaledSupply ?? 0n),
    scaledDebt: sum.scaledDebt + BigInt(value.scaledVariableDebt) - (held?.scaledVariableDebt ?? 0n),
  });
}
