import { type Event, isEvent } from '@gimbal/contracts';
import { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { LiquidationObserved, ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { reserveKey } from '@gimbal/margin';
import { US_PER_MINUTE } from '../decoders/fieldText.js';
import { LIQUIDATION_MINUTES_KEPT } from './limits.js';
import type { LiquidationMinute, ProtocolHealthRows } from './protocolHealthRows.js';

const INTEGER = /^\d+$/;

/** Folds what the health of reserves rests on. Total: a number that can't be read leaves its row as it was. */
export function evolveProtocolHealth(rows: ProtocolHealthRows, event: Event): void {
  if (isEvent(event, ReserveStateObserved)) withTotals(rows, event.value);
  else if (isEvent(event, PoolObserved)) withPool(rows, event.value);
  else if (isEvent(event, LiquidationObserved)) withLiquidation(rows, event.value);
  else if (isEvent(event, ProtocolHealthObserved)) {
    rows.said.set(reserveKey(event.value.deployment, event.value.asset), event.value);
  }
}

/** A source that doesn't read totals leaves those of another as they are. */
function withTotals(rows: ProtocolHealthRows, state: ReserveStateObserved): void {
  const { deployment, asset, observedAtUs } = state;
  const suppliedUnits = integerOf(state.suppliedUnits);
  const borrowedUnits = integerOf(state.borrowedUnits);
  if (suppliedUnits === undefined || borrowedUnits === undefined) return;
  const availableUnits = integerOf(state.availableUnits);
  const deficitUnits = integerOf(state.deficitUnits);
  const totals = { suppliedUnits, borrowedUnits, availableUnits, deficitUnits };
  rows.totals.set(reserveKey(deployment, asset), { deployment, asset, ...totals, observedAtUs });
}

function withPool(rows: ProtocolHealthRows, { feed, tick, liquidity, observedAtUs }: PoolObserved): void {
  const inRange = integerOf(liquidity);
  if (inRange !== undefined) rows.pools.set(feed, { feed, tick, liquidity: inRange, observedAtUs });
}

function withLiquidation(rows: ProtocolHealthRows, liquidation: LiquidationObserved): void {
  const { deployment, collateralAsset, accountId, observedAtUs } = liquidation;
  const seizedUnits = integerOf(liquidation.collateralSeized) ?? 0n;
  const key = `${reserveKey(deployment, collateralAsset)}/${accountId}`;
  const held = rows.liquidations.get(key)?.minutes ?? [];
  const minute = observedAtUs / US_PER_MINUTE;
  rows.liquidations.set(key, { deployment, collateralAsset, minutes: withMinute(held, minute, seizedUnits) });
}

function withMinute(
  held: readonly LiquidationMinute[],
  minute: bigint,
  seizedUnits: bigint,
): readonly LiquidationMinute[] {
  const same = held.find((one) => one.minute === minute);
  const added = { minute, count: (same?.count ?? 0) + 1, seizedUnits: (same?.seizedUnits ?? 0n) + seizedUnits };
  const others = held.filter((one) => one.minute !== minute);
  return [...others, added].sort((one, other) => (one.minute < other.minute ? -1 : 1)).slice(-LIQUIDATION_MINUTES_KEPT);
}

function integerOf(text: string | undefined): bigint | undefined {
  return text !== undefined && INTEGER.test(text) ? BigInt(text) : undefined;
}
