/** Messages of one connection: first what opens it (snapshots, listings), then what is timed. */
export interface VenueFrames {
  readonly opening: readonly string[];
  readonly messages: readonly string[];
}

/** When the first message of a bench was sent, milliseconds. */
export const START_MS = 1_760_000_000_000;

/**
 * Of the market's messages at a venue whose books, tickers and trades are all taken, books are the most and trades the
 * fewest: 13 of 20 change a book, 5 are tickers, 2 hold trades.
 */
export function kindOf(place: number): 'book' | 'ticker' | 'trades' {
  const turn = (place * 7) % 20;
  return turn < 13 ? 'book' : turn < 18 ? 'ticker' : 'trades';
}

/** Seeded whole numbers (the generator of Park and Miller), since a run has to have the frames of the one before. */
export function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A price of whole ticks as its venue writes it. */
export function ticks(count: number, perUnit: number, digits: number): string {
  return (count / perUnit).toFixed(digits);
}
