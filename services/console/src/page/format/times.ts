import { NO_NUMBER } from './numbers.js';

const SECOND_US = 1_000_000;

/** Microseconds since the Unix epoch of a wire time. Below 2^53 until the year 2255. */
export function microsOf(timeUs: string | undefined): number {
  return timeUs === undefined || timeUs === '' ? 0 : Number(timeUs);
}

/** For example 21:45:23, UTC. */
export function formatClock(timeUs: number): string {
  return timeUs === 0 ? NO_NUMBER : new Date(timeUs / 1000).toISOString().slice(11, 19);
}

/** For example 21:45, UTC. */
export function formatMinute(timeUs: number): string {
  return formatClock(timeUs).slice(0, 5);
}

/** For example 17 Aug 2023, UTC. */
export function formatDay(timeUs: number): string {
  if (timeUs === 0) return NO_NUMBER;
  return new Date(timeUs / 1000).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** Since when: 21:45:23, or 16 Aug 21:45 when that wasn't the day of `clockUs`. UTC. */
export function formatSince(sinceUs: number, clockUs: number): string {
  if (sinceUs === 0 || formatDay(sinceUs) === formatDay(clockUs)) return formatClock(sinceUs);
  return `${formatDay(sinceUs).replace(/ \d+$/, '')} ${formatMinute(sinceUs)}`;
}

/** The two largest units: 2 d 04 h, 3 h 05 m, 4 m 09 s, 12 s. Rounded down; a countdown must not promise time. */
export function formatDuration(durationUs: number): string {
  const seconds = Math.max(0, Math.floor(durationUs / SECOND_US));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${two(hours)} h`;
  if (hours > 0) return `${hours} h ${two(minutes)} m`;
  if (minutes > 0) return `${minutes} m ${two(seconds % 60)} s`;
  return `${seconds} s`;
}

/** The largest unit alone: 21 h, 15 m, 12 s. For narrow columns. */
export function formatAge(durationUs: number): string {
  return formatDuration(durationUs).replace(/^(\d+ \S+) .*$/, '$1');
}

/** A countdown to the second: 23:57:12, or 2 d 23:57:12. */
export function formatCountdown(durationUs: number): string {
  const seconds = Math.max(0, Math.floor(durationUs / SECOND_US));
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${days} d ${clock}` : clock;
}
