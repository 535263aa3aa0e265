import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent, type LimitSet } from '@gimbal/contracts/risk/v1/portfolio_events';
import { decimalOf, decimalToNumber } from '@gimbal/money';

/** A limit against an exposure, in numbers. Beyond `level` it is breached, on the good side of `closeLevel` it is cured. */
export interface LimitReading {
  readonly value: number;
  readonly level: number;
  readonly closeLevel: number;
  readonly target: number;
  readonly isBeyondLevel: boolean;
  readonly isCured: boolean;
}

/** Undefined when the exposure has no such value: a health that is not available neither opens nor closes a breach. */
export function limitReading(limit: LimitSet, exposure: ExposureCalculated): LimitReading | undefined {
  const value = valueOf(limit, exposure);
  if (value === undefined) return undefined;
  const [level, closeLevel, target] = [limit.level, limit.closeLevel, limit.target].map((text) =>
    decimalToNumber(decimalOf(text)),
  );
  const isFloor = limit.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR;
  const size = isFloor ? value : Math.abs(value);
  return {
    value,
    level: level!,
    closeLevel: closeLevel!,
    target: target!,
    isBeyondLevel: isFloor ? size < level! : size > level!,
    isCured: isFloor ? size >= closeLevel! : size <= closeLevel!,
  };
}

function valueOf(limit: LimitSet, exposure: ExposureCalculated): number | undefined {
  switch (limit.component) {
    case LimitComponent.LIMIT_COMPONENT_DELTA_USD:
      return exposure.total?.deltaUsd;
    case LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT:
      return exposure.total?.gammaUsdPer1pct;
    case LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT:
      return exposure.total?.vegaUsdPerVolPoint;
    case LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR:
      return exposure.health.find((each) => each.accountId === limit.accountId && each.unavailableReason === '')
        ?.healthFactor;
    default:
      return undefined;
  }
}
