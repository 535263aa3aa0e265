import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import type { GetSurfaceResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { figure, percent, usd } from './figures.js';
import { moment, place } from './moments.js';
import { table } from './table.js';

/** A surface as a table of its expiries, then the expiries without a slice, then what the check found. */
export function surfaceText({ surface, refusals, check, position }: GetSurfaceResponse): string {
  const { underlying = '', venue = '', timeUs = 0n, method = '', slices = [] } = surface ?? {};
  const head = ['expiry', 'forward', 'from', 'vol at forward', 'error/points', 'inside', 'quotes', 'trust'];
  const found = (check?.butterflyViolations ?? 0) + (check?.calendarViolations ?? 0);
  return [
    `${underlying} on ${venue} at ${moment(timeUs)} UTC, ${method}, ${place(position)}`,
    ...(slices.length === 0 ? ['No expiry has a slice.'] : ['', table([head, ...slices.map(rowOf)], [0, 2])]),
    ...(refusals.length === 0 ? [] : ['']),
    ...refusals.map(
      ({ expiryUs, code, field, expected, found: was, quotesSeen }) =>
        `${moment(expiryUs)} has no slice: ${code}. Expected ${field} ${expected}, was ${was}; of ${quotesSeen} quotes.`,
    ),
    '',
    found === 0
      ? `Free of butterfly and calendar arbitrage at ${figure(check?.points ?? 0)} points.`
      : `Arbitrage at ${figure(found)} of ${figure(check?.points ?? 0)} points.`,
  ].join('\n');
}

function rowOf(slice: SurfaceSlice): string[] {
  const { a, b, rho, m, sigma, tauYears, quotesUsed } = slice;
  const atForward = Math.sqrt((a + b * (Math.hypot(m, sigma) - rho * m)) / tauYears);
  const isFitted = slice.origin === 'fitted';
  return [
    moment(slice.expiryUs),
    usd(slice.forwardUsd, 2),
    isFitted ? slice.forwardSource : `${slice.forwardSource}, as published`,
    percent(atForward),
    isFitted ? figure(slice.rmseVol * 100, 2) : '-',
    isFitted ? percent(quotesUsed === 0 ? 0 : slice.quotesInside / quotesUsed) : '-',
    isFitted ? figure(quotesUsed) : '-',
    `${figure(slice.confidence * 100)} %`,
  ];
}
