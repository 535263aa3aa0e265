/** The last moment that a Date holds, in ms. */
const DATE_MS_MAX = 8_640_000_000_000_000n;

/** A time in a refusal: 2023-08-17T21:45:23Z. One that no calendar holds stays in microseconds. */
export function timeText(timeUs: bigint): string {
  const timeMs = timeUs / 1000n;
  if (timeMs > DATE_MS_MAX || timeMs < -DATE_MS_MAX) return `${timeUs} microseconds`;
  return new Date(Number(timeMs)).toISOString().replace('.000Z', 'Z');
}
