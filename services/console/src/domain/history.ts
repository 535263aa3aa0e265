import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';

/** One step of a portfolio's history. NaN where there is no such number. */
export interface HistoryPoint {
  readonly step: number;
  readonly timeUs: number;
  readonly priceUsd: number;
  readonly deltaUsd: number;
  /** The lowest health factor among the lending accounts. */
  readonly health: number;
}

export function historyPointOf({ cut, referencePriceUsd, total, health }: ExposureCalculated): HistoryPoint {
  const factors = health.filter(({ unavailableReason }) => unavailableReason === '').map((each) => each.healthFactor);
  return {
    step: Number(cut?.step ?? 0n),
    timeUs: Number(cut?.timeUs ?? 0n),
    priceUsd: referencePriceUsd,
    deltaUsd: total?.deltaUsd ?? Number.NaN,
    health: factors.length === 0 ? Number.NaN : Math.min(...factors),
  };
}
