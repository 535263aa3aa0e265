import { SECONDS_PER_YEAR } from '@gimbal/quant';
import type { Failure } from '../frame/marksFrame.js';

/** Years from the domain clock to an expiry, ACT/365 in seconds; zero or negative once it has come. */
export function yearsTo(expiryMs: number, timeUs: bigint): number {
  return Number(BigInt(expiryMs) * 1000n - timeUs) / 1e6 / SECONDS_PER_YEAR;
}

export function expired(expiryMs: number, timeUs: bigint): Failure {
  const expiry = wholeSeconds(expiryMs);
  const now = wholeSeconds(Number(timeUs / 1000n));
  return { code: 'expired', reason: `Expected a time before the expiry ${expiry}, was ${now}.`, valueKept: false };
}

function wholeSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
