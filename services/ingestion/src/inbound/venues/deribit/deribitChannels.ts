/**
 * The channels of instruments that are needed to mark and to watch them. Raw ones need a login, and an aggregated book is as
 * whole as a raw one.
 */
export function deribitChannels(instruments: readonly string[]): readonly string[] {
  const ofEach = instruments.flatMap((name) => [`ticker.${name}.100ms`, `book.${name}.100ms`, `trades.${name}.100ms`]);
  const indexes = new Set(instruments.map(indexOf));
  return [...ofEach, ...[...indexes].map((index) => `deribit_price_index.${index}`)];
}

/** The currencies whose instruments are listed: those of settlement. */
export function deribitCurrencies(instruments: readonly string[]): readonly string[] {
  return [...new Set(instruments.map((name) => pairOf(name)[1] ?? pairOf(name)[0] ?? ''))];
}

export function deribitPerpetuals(instruments: readonly string[]): readonly string[] {
  return instruments.filter((name) => name.endsWith('-PERPETUAL'));
}

function indexOf(name: string): string {
  const [underlying = '', quote = 'USD'] = pairOf(name);
  return `${underlying}_${quote}`.toLowerCase();
}

function pairOf(name: string): readonly string[] {
  return (name.split('-')[0] ?? '').split('_');
}
