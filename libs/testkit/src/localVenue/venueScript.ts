/** One message that a venue sends to a connection of its own accord. */
export interface VenueMessage {
  readonly connection: string;
  readonly text: string;
  /** What it is about, so that a fault can be aimed: a book's change, a trade, a mark, an index, a private message. */
  readonly kind: 'book' | 'trades' | 'mark' | 'index' | 'private' | 'listing' | 'heartbeat';
  /** Channel; messages of one channel are told apart from those of others by drops and reorderings. */
  readonly channel: string;
  /** Trades that it alone tells of: `instrumentId|tradeId`. */
  readonly trades?: readonly string[] | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly body: string;
}

/** Prices and sizes as the venue writes them, best first. */
export interface TrueBook {
  readonly bids: readonly (readonly [price: string, size: string])[];
  readonly asks: readonly (readonly [price: string, size: string])[];
}

/** How a venue stands, by the instrument ids of `libs/instruments`; what a reader must have come to in the end. */
export interface VenueTruth {
  readonly books: ReadonlyMap<string, TrueBook>;
  readonly marks: ReadonlyMap<string, string>;
  readonly indexes: ReadonlyMap<string, string>;
  /** Ids of all trades, oldest first, from the first one that was told to a connection. */
  readonly trades: ReadonlyMap<string, readonly string[]>;
  /** `account|instrumentId` to its quantity in units of the instrument. */
  readonly positions: ReadonlyMap<string, string>;
}

/**
 * A venue's protocol from the venue's side: what it answers, what it says next, and how it then stands. No clock, sockets or
 * randomness of its own: times are milliseconds of the caller's clock, `random` is even from 0 to below 1.
 */
export interface VenueScript {
  readonly venue: string;
  connected(connection: string): void;
  closed(connection: string): void;
  /** What a client's message is answered with, in this order. */
  hear(connection: string, text: string, nowMs: number): readonly VenueMessage[];
  /** Something happens at the venue, and each connection that subscribed to it is told. The venue lives on when nobody listens. */
  next(random: () => number, nowMs: number): readonly VenueMessage[];
  /** What is due by the clock alone, such as heartbeats. */
  beat?(nowMs: number): readonly VenueMessage[];
  rest?(method: string, path: string, body: string, nowMs: number): RestAnswer;
  /** The message with a book that can't be: crossed, or with a wrong checksum where the venue has one. Undefined when it has no book. */
  spoilBook(message: VenueMessage): string | undefined;
  /** The message as of another time. Undefined when it carries none. */
  shiftTime(message: VenueMessage, byMs: number): string | undefined;
  truth(): VenueTruth;
}
