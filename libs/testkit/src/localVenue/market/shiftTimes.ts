/** The text with each of its times (13 digits of milliseconds under one of the names) shifted; undefined when it has none. */
export function shiftTimes(text: string, names: readonly string[], byMs: number): string | undefined {
  const times = new RegExp(`"(${names.join('|')})":([0-9]{13})\\b`, 'g');
  const shifted = text.replace(times, (_, name: string, ms: string) => `"${name}":${Number(ms) + byMs}`);
  return shifted === text ? undefined : shifted;
}
