import type { LimitSet, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import { decimalToNumber } from '@gimbal/money';
import { type ParsedPath, parseComponentPath } from './componentPath.js';
import { levelsInForce } from './limitLevels.js';
import type { WaiverRow } from './limitRows.js';
import { pathOf, scopeOf, sideOf, type WatchedScope } from './limitWatch.js';

/** Levels as the numbers that a value is compared with. */
export interface NumericLevels {
  readonly level: number;
  readonly closeLevel: number;
  readonly target: number;
  /** Empty when the levels are the limit's own. */
  readonly waiverId: string;
}

/** A limit with its texts read. */
export interface CompiledLimit {
  readonly path: ParsedPath;
  readonly scope: WatchedScope;
  readonly side: LimitSide;
  readonly own: NumericLevels;
}

/** By the fact itself: a changed limit is another one, so a stale entry can't be found. */
const compiledByLimit = new WeakMap<LimitSet, CompiledLimit>();

/** Reads a limit's texts once, and not at each step of each portfolio. */
export function compiledLimit(limit: LimitSet): CompiledLimit {
  const known = compiledByLimit.get(limit);
  if (known !== undefined) return known;
  const compiled = {
    path: parseComponentPath(pathOf(limit)),
    scope: scopeOf(limit),
    side: sideOf(limit),
    own: numericLevels(limit, undefined, 0n),
  };
  compiledByLimit.set(limit, compiled);
  return compiled;
}

/** The levels that hold at a domain time. */
export function numericLevels(limit: LimitSet, waiver: WaiverRow | undefined, timeUs: bigint): NumericLevels {
  const { level, closeLevel, target, waiverId } = levelsInForce(limit, waiver, timeUs);
  return {
    level: decimalToNumber(level),
    closeLevel: decimalToNumber(closeLevel),
    target: decimalToNumber(target),
    waiverId,
  };
}
