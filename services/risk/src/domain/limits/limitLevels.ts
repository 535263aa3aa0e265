import { LimitSide, type LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { addDecimal, compareDecimal, type Decimal, decimalOf, subDecimal } from '@gimbal/money';
import { sideOf } from './limitWatch.js';
import type { WaiverRow } from './limitRows.js';

/** Where a breach opens, where it closes, and what a cure aims for. */
export interface LimitLevels {
  readonly level: Decimal;
  readonly closeLevel: Decimal;
  readonly target: Decimal;
}

/** Exact levels of a limit on record: its commands let nothing but decimals in. */
export function levelsOf({ level, closeLevel, target }: LimitSet): LimitLevels {
  return { level: decimalOf(level), closeLevel: decimalOf(closeLevel), target: decimalOf(target) };
}

/** Whether a level lets more pass than another one does. */
export function isLooser(side: LimitSide, level: Decimal, than: Decimal): boolean {
  const order = compareDecimal(level, than);
  return side === LimitSide.LIMIT_SIDE_AT_LEAST ? order < 0 : order > 0;
}

export interface LevelsInForce extends LimitLevels {
  /** Empty when the levels are the limit's own. */
  readonly waiverId: string;
}

/**
 * The levels that hold at a domain time: those of a granted waiver until its end, with the hysteresis of the limit, so
 * that what the waiver lets pass closes the breach that was open; the limit's own else. A waiver that a changed limit
 * has overtaken lets nothing more pass.
 */
export function levelsInForce(limit: LimitSet, waiver: WaiverRow | undefined, timeUs: bigint): LevelsInForce {
  const own = levelsOf(limit);
  if (waiver === undefined || !isInForce(waiver, timeUs)) return { ...own, waiverId: '' };
  const level = decimalOf(waiver.requested.level);
  if (!isLooser(sideOf(limit), level, own.level)) return { ...own, waiverId: '' };
  const closeLevel = addDecimal(own.closeLevel, subDecimal(level, own.level));
  return { level, closeLevel, target: own.target, waiverId: waiver.requested.waiverId };
}

export function isInForce({ outcome, requested }: WaiverRow, timeUs: bigint): boolean {
  return outcome === 'granted' && timeUs < requested.expiresAtUs;
}
