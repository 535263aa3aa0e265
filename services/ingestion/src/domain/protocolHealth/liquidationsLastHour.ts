import type { ProtocolHealthRows } from './protocolHealthRows.js';

const US_PER_MINUTE = 60_000_000n;
const MINUTES_PER_HOUR = 60n;

/** Liquidations in which the asset was seized in the 60 minutes that end with the one of `timeUs`. */
export function liquidationsLastHour(
  rows: ProtocolHealthRows,
  deployment: string,
  asset: string,
  timeUs: bigint,
): { readonly count: number; readonly seizedUnits: bigint } {
  const now = timeUs / US_PER_MINUTE;
  let count = 0;
  let seizedUnits = 0n;
  for (const row of rows.liquidations.values()) {
    if (row.deployment !== deployment || row.collateralAsset !== asset) continue;
    for (const minute of row.minutes) {
      if (minute.minute <= now - MINUTES_PER_HOUR || minute.minute > now) continue;
      count += minute.count;
      seizedUnits += minute.seizedUnits;
    }
  }
  return { count, seizedUnits };
}
