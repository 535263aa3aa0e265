import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitSide, type LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { compiledLimit, type NumericLevels } from '../limits/compiledLimit.js';
import { type ComponentReading, readComponent } from '../limits/readComponent.js';

/** A limit against an exposure, in numbers. Beyond `level` it is breached, on the good side of `closeLevel` it is cured. */
export interface LimitReading extends NumericLevels {
  readonly value: number;
  readonly isBeyondLevel: boolean;
  readonly isCured: boolean;
}

/** What the exposure says of the number that a limit watches. */
export function limitValue(limit: LimitSet, exposure: ExposureCalculated): ComponentReading {
  const { path, scope } = compiledLimit(limit);
  if (!path.ok) return { ok: false, reason: `Expected ${path.expected}, was ${JSON.stringify(limit.path)}.` };
  return readComponent(exposure, path.path, scope);
}

/** Undefined when the exposure has no such value: a health that is not available neither opens nor closes a breach. */
export function limitReading(
  limit: LimitSet,
  levels: NumericLevels,
  exposure: ExposureCalculated,
): LimitReading | undefined {
  const found = limitValue(limit, exposure);
  if (!found.ok) return undefined;
  const { value } = found;
  const { side } = compiledLimit(limit);
  const isFloor = side === LimitSide.LIMIT_SIDE_AT_LEAST;
  const size = side === LimitSide.LIMIT_SIDE_AT_MOST_SIZE ? Math.abs(value) : value;
  return {
    ...levels,
    value,
    isBeyondLevel: isFloor ? size < levels.level : size > levels.level,
    isCured: isFloor ? size >= levels.closeLevel : size <= levels.closeLevel,
  };
}
