import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitSide, type LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { decimalToNumber } from '@gimbal/money';
import { parseComponentPath } from '../limits/componentPath.js';
import type { LevelsInForce } from '../limits/limitLevels.js';
import { pathOf, scopeOf, sideOf } from '../limits/limitWatch.js';
import { type ComponentReading, readComponent } from '../limits/readComponent.js';

/** A limit against an exposure, in numbers. Beyond `level` it is breached, on the good side of `closeLevel` it is cured. */
export interface LimitReading {
  readonly value: number;
  readonly level: number;
  readonly closeLevel: number;
  readonly target: number;
  readonly isBeyondLevel: boolean;
  readonly isCured: boolean;
}

/** What the exposure says of the number that a limit watches. */
export function limitValue(limit: LimitSet, exposure: ExposureCalculated): ComponentReading {
  const parsed = parseComponentPath(pathOf(limit));
  if (!parsed.ok) return { ok: false, reason: `Expected ${parsed.expected}, was ${JSON.stringify(limit.path)}.` };
  return readComponent(exposure, parsed.path, scopeOf(limit));
}

/** Undefined when the exposure has no such value: a health that is not available neither opens nor closes a breach. */
export function limitReading(
  limit: LimitSet,
  levels: LevelsInForce,
  exposure: ExposureCalculated,
): LimitReading | undefined {
  const found = limitValue(limit, exposure);
  if (!found.ok) return undefined;
  const { value } = found;
  const [level, closeLevel, target] = [levels.level, levels.closeLevel, levels.target].map(decimalToNumber);
  const side = sideOf(limit);
  const isFloor = side === LimitSide.LIMIT_SIDE_AT_LEAST;
  const size = side === LimitSide.LIMIT_SIDE_AT_MOST_SIZE ? Math.abs(value) : value;
  return {
    value,
    level: level!,
    closeLevel: closeLevel!,
    target: target!,
    isBeyondLevel: isFloor ? size < level! : size > level!,
    isCured: isFloor ? size >= closeLevel! : size <= closeLevel!,
  };
}
