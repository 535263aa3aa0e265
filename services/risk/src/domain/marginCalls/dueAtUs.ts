import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { CalledAccount } from './calledAccounts.js';

const DAY_US = 86_400_000_000;
/** Nobody plans beyond it: rates of today say nothing of then. */
const DUE_DAYS_MAX = 3_650;

/**
 * When the account reaches the line at which its venue acts, by interest and funding alone, prices held: a health of one,
 * or equity down to the maintenance margin. Microseconds; now when it is there, 0 when it never is within ten years.
 */
export function dueAtUs(exposure: ExposureCalculated, called: CalledAccount): bigint {
  const nowUs = exposure.cut?.timeUs ?? 0n;
  const { room, perDay } = called.standing === undefined ? healthRoom(called) : equityRoom(exposure, called);
  if (room <= 0) return nowUs;
  if (!(perDay < 0)) return 0n;
  const days = room / -perDay;
  return days > DUE_DAYS_MAX ? 0n : nowUs + BigInt(Math.round(days * DAY_US));
}

interface Room {
  readonly room: number;
  readonly perDay: number;
}

function healthRoom({ value, healthPerDay }: CalledAccount): Room {
  return { room: value - 1, perDay: healthPerDay };
}

/** Funding and interest move the equity of the account; the maintenance margin follows prices alone. */
function equityRoom({ lines }: ExposureCalculated, { accountId, standing }: CalledAccount): Room {
  let perDay = 0;
  for (const line of lines) {
    if (line.accountId !== accountId) continue;
    perDay += (line.exposure?.fundingUsdPerDay ?? 0) + (line.exposure?.interestUsdPerDay ?? 0);
  }
  return { room: standing?.excessUsd ?? 0, perDay };
}
