const [ZERO, MINUS, POINT, COLON, UPPER_T, UPPER_Z] = [0x30, 0x2d, 0x2e, 0x3a, 0x54, 0x5a];
/** Of `2024-08-22T23:59:58`. */
const SECONDS_CHARS = 19;
/** Any month has them: of a later day the month and the year have to be asked. */
const DAYS_OF_ALL_MONTHS = 28;
/** Microseconds up to its end are whole numbers that a double holds. */
const LAST_YEAR = 2254;

/**
 * Microseconds since the Unix epoch of a time such as `2024-08-22T23:59:58.855Z`, or -1 for what isn't written so, and for
 * times before 1970, after 2254 or on a day that there isn't.
 */
export function isoTimeAt(bytes: Uint8Array, start: number, end: number): number {
  const fractionEnd = end - 1;
  if (fractionEnd < start + SECONDS_CHARS || bytes[fractionEnd] !== UPPER_Z) return -1;
  if (bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS || bytes[start + 10] !== UPPER_T) return -1;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return -1;
  const year = wholeAt(bytes, start, start + 4);
  const month = wholeAt(bytes, start + 5, start + 7);
  const day = wholeAt(bytes, start + 8, start + 10);
  const hour = wholeAt(bytes, start + 11, start + 13);
  const minute = wholeAt(bytes, start + 14, start + 16);
  const second = wholeAt(bytes, start + 17, start + SECONDS_CHARS);
  const micros = fractionAt(bytes, start + SECONDS_CHARS, fractionEnd);
  if (year < 1970 || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || micros < 0) return -1;
  const midnightMs = Date.UTC(year, month - 1, day);
  // `Date` takes a 30th of February for a March.
  if (day > DAYS_OF_ALL_MONTHS && new Date(midnightMs).getUTCDate() !== day) return -1;
  const millis = midnightMs + ((hour * 60 + minute) * 60 + second) * 1000;
  return millis * 1000 + micros;
}

/** Nothing, or a point and one to six digits. */
function fractionAt(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const digits = end - start - 1;
  if (bytes[start] !== POINT || digits < 1 || digits > 6) return -1;
  let micros = wholeAt(bytes, start + 1, end);
  for (let place = digits; place < 6; place++) micros *= 10;
  return micros;
}

/** Negative when one of the characters is no digit. */
function wholeAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
