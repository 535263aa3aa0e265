/** Maintenance margin between two bounds of the notional: notional · rate − deduction. */
export interface MaintenanceSegment {
  readonly lowerBoundUsd: number;
  readonly rate: number;
  readonly deductionUsd: number;
}

/** A linear position and what the rest of its bucket leaves: equity without it, and the others' maintenance margin. */
export interface LinearLeg {
  readonly size: number;
  readonly restEquityUsd: number;
  readonly restMaintenanceUsd: number;
}

/**
 * The price at which rest equity + size · price meets rest maintenance + the leg's own, or undefined when no positive
 * price does. The gap between the two is continuous in the price and runs one way, up for a long and down for a short,
 * while every rate is below 1: so the last segment at whose lower bound it hasn't crossed yet holds the answer.
 */
export function maintenanceCrossing(leg: LinearLeg, segments: readonly MaintenanceSegment[]): number | undefined {
  const side = Math.sign(leg.size);
  const amount = Math.abs(leg.size);
  const rest = leg.restEquityUsd - leg.restMaintenanceUsd;
  const segment = segments.findLast(({ lowerBoundUsd, rate, deductionUsd }) => {
    const gapUsd = rest + side * lowerBoundUsd - (lowerBoundUsd * rate - deductionUsd);
    return side * gapUsd <= 0;
  });
  if (segment === undefined) return undefined;
  const price = (-side * (rest + segment.deductionUsd)) / (amount * (1 - side * segment.rate));
  return price > 0 && price < Infinity ? price : undefined;
}
