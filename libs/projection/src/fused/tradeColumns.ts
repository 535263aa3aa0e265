import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { PairTable } from './pairTable.js';
import type { ExactAmount } from './positionColumns.js';

const TRADES_MIN = 1_024;
/** In `scales`, of a trade that stands in `exact`. */
const EXACT = 255;

/** What a trade moved: its quantity into the account, and what was paid for it out. */
export interface TradeLegs {
  readonly account: number;
  readonly instrument: number;
  readonly quote: number;
  readonly quantity: ExactAmount;
  readonly paid: ExactAmount;
}

/**
 * Every trade under the identity that its venue gave it: what a second one is told by, and what a correction takes back.
 * 26 bytes a trade beside its name; a trade that moved no position, or amounts beyond 2^52, are kept as an object.
 */
export class TradeColumns {
  private readonly names: ByteInterner;
  private readonly venues = new ByteInterner();
  /** A portfolio and a venue are the scope of a name. */
  private readonly scopes = new PairTable();
  /** Positions of the two legs. */
  private positions: Int32Array;
  private amounts: Float64Array;
  private scales: Uint8Array;
  private readonly exact = new Map<number, TradeLegs>();

  constructor(expectedTrades: number) {
    this.names = new ByteInterner(expectedTrades);
    const length = Math.max(TRADES_MIN, expectedTrades);
    this.positions = new Int32Array(length * 2);
    this.amounts = new Float64Array(length * 2);
    this.scales = new Uint8Array(length * 2);
  }

  get size(): number {
    return this.names.size;
  }

  /** The scope of a venue's names in a portfolio, or NOT_ASCII. */
  scopeOf(view: DataView, start: number, end: number, portfolio: number, asciiOnly: boolean): number {
    const venue = this.venues.internAgain(view, start, end, 0, asciiOnly);
    if (venue === NOT_ASCII) return NOT_ASCII;
    const known = this.scopes.get(portfolio, venue);
    return known >= 0 ? known : this.scopes.add(portfolio, venue);
  }

  /** For `name`; `wasAscii` then says what kind of text it was. */
  hash(view: DataView, start: number, end: number, scope: number): number {
    return this.names.hash(view, start, end, scope);
  }

  get wasAscii(): boolean {
    return this.names.wasAscii;
  }

  /** See ByteInterner.touch. */
  touch(hash: number): number {
    return this.names.touch(hash);
  }

  /** The number of a trade that is new, or the complement (~) of its number when it is known. */
  name(view: DataView, start: number, end: number, scope: number, hash: number): number {
    const known = this.names.size;
    const trade = this.names.internHashed(view, start, end, scope, hash);
    return trade < known ? ~trade : trade;
  }

  /** Takes back a name that was just given. */
  unname(): void {
    this.names.forgetLast();
  }

  set(
    trade: number,
    base: number,
    quote: number,
    quantity: number,
    quantityScale: number,
    paid: number,
    paidScale: number,
  ): void {
    if (trade * 2 >= this.scales.length) this.grow(trade);
    const at = trade * 2;
    this.positions[at] = base;
    this.positions[at + 1] = quote;
    this.amounts[at] = quantity;
    this.amounts[at + 1] = paid;
    this.scales[at] = quantityScale;
    this.scales[at + 1] = paidScale;
  }

  setExact(trade: number, legs: TradeLegs): void {
    if (trade * 2 >= this.scales.length) this.grow(trade);
    this.scales[trade * 2] = EXACT;
    this.exact.set(trade, legs);
  }

  /** `placeOf` gives account and instrument of a position. */
  legsOf(trade: number, placeOf: (position: number) => readonly [account: number, instrument: number]): TradeLegs {
    const at = trade * 2;
    if (this.scales[at] === EXACT) return this.exact.get(trade)!;
    const [account, instrument] = placeOf(this.positions[at]!);
    const [, quote] = placeOf(this.positions[at + 1]!);
    const quantity = { unscaled: BigInt(this.amounts[at]!), scale: this.scales[at]! };
    return {
      account,
      instrument,
      quote,
      quantity,
      paid: { unscaled: BigInt(this.amounts[at + 1]!), scale: this.scales[at + 1]! },
    };
  }

  private grow(trade: number): void {
    const length = Math.max(this.scales.length * 2, trade * 2 + 2);
    const positions = new Int32Array(length);
    positions.set(this.positions);
    this.positions = positions;
    const amounts = new Float64Array(length);
    amounts.set(this.amounts);
    this.amounts = amounts;
    const scales = new Uint8Array(length);
    scales.set(this.scales);
    this.scales = scales;
  }
}
