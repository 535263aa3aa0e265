import type { ProtocolHealthObserved } from '@gimbal/contracts/ingestion/v1/health_events';

const BPS_PER_ONE = 10_000;

/** Moved by so much of 1. */
const FRACTIONS = ['utilisation', 'oracleHeadroom'] as const;
/** Moved by so much of what was said before. */
const AMOUNTS = ['supplied', 'borrowed', 'available', 'depthUsd', 'securedDebtUsd', 'badDebtUsd'] as const;

/**
 * Whether a reserve's health is another than what was said. Ages move by themselves and don't count; a liquidation more
 * counts at once, one less only ages; what can be said, or not, counts at once.
 */
export function healthMoved(said: ProtocolHealthObserved, now: ProtocolHealthObserved, stepBps: number): boolean {
  const step = stepBps / BPS_PER_ONE;
  if (now.liquidationsLastHour > said.liquidationsLastHour) return true;
  if (now.missing.join('\n') !== said.missing.join('\n')) return true;
  if (FRACTIONS.some((name) => isFurther(said[name], now[name], step, 1))) return true;
  return AMOUNTS.some((name) => isFurther(said[name], now[name], step, Math.abs(Number(said[name]))));
}

function isFurther(said: string, now: string, step: number, of: number): boolean {
  if (said === '' || now === '') return said !== now;
  return Math.abs(Number(now) - Number(said)) > step * of;
}
