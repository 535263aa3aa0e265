const SECONDS_BELOW = 1e11;
const MILLISECONDS_BELOW = 1e14;
const MICROSECONDS_BELOW = 1e17;

/** CryptoDataDownload's older rows: `2017-08-17 06-AM`. */
const TWELVE_HOURS = /^(\d{4}-\d{2}-\d{2})[ T](\d{2})-(AM|PM)$/;

const DATE = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/**
 * A candle's time in milliseconds, or NaN. Numbers are seconds, milliseconds, microseconds or nanoseconds since 1970 by their
 * size, since one file may hold more than one of them; a date without a zone is in UTC.
 */
export function readTimeMs(text: string): number {
  if (/^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) {
    const value = Number(text);
    if (value < SECONDS_BELOW) return Math.round(value * 1000);
    if (value < MILLISECONDS_BELOW) return Math.round(value);
    return Math.round(value < MICROSECONDS_BELOW ? value / 1e3 : value / 1e6);
  }
  const twelve = TWELVE_HOURS.exec(text);
  if (twelve !== null) {
    const hour = (Number(twelve[2]) % 12) + (twelve[3] === 'PM' ? 12 : 0);
    return Date.parse(`${twelve[1]}T${String(hour).padStart(2, '0')}:00Z`);
  }
  const date = DATE.exec(text);
  if (date === null) return NaN;
  const [, year, month, day, time = '00:00', zone = 'Z'] = date;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return Date.parse(`${year}-${month}-${day}T${time}${offset}`);
}
