import { LimitComponent, LimitSide } from '@gimbal/contracts/risk/v1/portfolio_events';
import { absDecimal, compareDecimal, formatDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { LimitLevels } from '../limits/limitLevels.js';
import { amount } from './fields.js';
import { type Checked, checked, invalid, refused, type Refusal } from './refusal.js';

/** The levels as text that a request gives. */
interface LevelTexts {
  readonly level: string;
  readonly closeLevel: string;
  readonly target: string;
}

/**
 * Reads levels and checks that they don't contradict each other on their side. A path has no cure of its own, so its
 * target may be left out and is then the close level.
 */
export function limitLevelsOf(texts: LevelTexts, component: LimitComponent, side: LimitSide): Checked<LimitLevels> {
  const isPath = component === LimitComponent.LIMIT_COMPONENT_PATH;
  const level = amount('level', texts.level);
  if (!level.ok) return level;
  const closeLevel = amount('close_level', texts.closeLevel);
  if (!closeLevel.ok) return closeLevel;
  const target = amount('target', texts.target, isPath ? closeLevel.value : undefined);
  if (!target.ok) return target;
  const levels = { level: level.value, closeLevel: closeLevel.value, target: target.value };
  const wrong = levelsRefusal(levels, side, isPath);
  return wrong === undefined ? checked(levels) : refused(wrong);
}

function levelsRefusal(levels: LimitLevels, side: LimitSide, isPath: boolean): Refusal | undefined {
  const isSize = side === LimitSide.LIMIT_SIDE_AT_MOST_SIZE;
  // A ceiling or a floor of a path may lie anywhere: a theta of at least -500, no unvalued leg at all.
  if ((isSize || !isPath) && compareDecimal(levels.level, ZERO_DECIMAL) <= 0)
    return invalid('level', `Expected a level above 0, was ${formatDecimal(levels.level)}.`);
  if (isSize) return sizeRefusal(levels);
  return side === LimitSide.LIMIT_SIDE_AT_LEAST ? floorRefusal(levels) : ceilingRefusal(levels);
}

/** At most `level`, closed at or below `closeLevel`, cured towards a target that would close it. Sizes without sign. */
function sizeRefusal({ level, closeLevel, target }: LimitLevels): Refusal | undefined {
  if (compareDecimal(closeLevel, ZERO_DECIMAL) < 0 || compareDecimal(closeLevel, level) > 0) {
    return invalid(
      'close_level',
      `Expected a close level from 0 to the level, ${formatDecimal(level)}, was ${formatDecimal(closeLevel)}.`,
    );
  }
  if (compareDecimal(absDecimal(target), closeLevel) <= 0) return undefined;
  return invalid(
    'target',
    `Expected a target within the close level, ${formatDecimal(closeLevel)}, was ${formatDecimal(target)}.`,
  );
}

function ceilingRefusal({ level, closeLevel, target }: LimitLevels): Refusal | undefined {
  if (compareDecimal(closeLevel, level) > 0) {
    return invalid(
      'close_level',
      `Expected a close level of at most the level, ${formatDecimal(level)}, was ${formatDecimal(closeLevel)}.`,
    );
  }
  if (compareDecimal(target, closeLevel) <= 0) return undefined;
  return invalid(
    'target',
    `Expected a target of at most the close level, ${formatDecimal(closeLevel)}, was ${formatDecimal(target)}.`,
  );
}

/** At least `level`, closed at or above `closeLevel`, cured towards a target that would close it. */
function floorRefusal({ level, closeLevel, target }: LimitLevels): Refusal | undefined {
  if (compareDecimal(closeLevel, level) < 0) {
    return invalid(
      'close_level',
      `Expected a close level of at least the level, ${formatDecimal(level)}, was ${formatDecimal(closeLevel)}.`,
    );
  }
  if (compareDecimal(target, closeLevel) >= 0) return undefined;
  return invalid(
    'target',
    `Expected a target of at least the close level, ${formatDecimal(closeLevel)}, was ${formatDecimal(target)}.`,
  );
}
