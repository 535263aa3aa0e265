import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import type { ExactAmount } from './positionColumns.js';
import { bigOf, type WideAmount } from './wideAmount.js';

const TRADES_MIN = 1_024;
/** In `scales`, of a trade whose amounts stand in `exact`. */
const EXACT = 255;

/** What a trade moved: its quantity in, and what was paid for it out. */
export interface TradeLegs {
  readonly account: number;
  readonly instrument: number;
  readonly quote: number;
  readonly quantity: ExactAmount;
  readonly paid: ExactAmount;
}

/**
 * Every trade under the identity that its venue gave it: what a second one is told by, and what a correction takes back.
 * 37 bytes a trade beside its identity.
 */
export class TradeColumns {
  private readonly identities: ByteInterner;
  private places: Int32Array;
  private amounts: Float64Array;
  private scales: Uint8Array;
  private readonly exact = new Map<number, { quantity: ExactAmount; paid: ExactAmount }>();

  constructor(expectedTrades: number) {
    this.identities = new ByteInterner(expectedTrades);
    const length = Math.max(TRADES_MIN, expectedTrades);
    this.places = new Int32Array(length * 3);
    this.amounts = new Float64Array(length * 3);
    this.scales = new Uint8Array(length * 2);
  }

  get size(): number {
    return this.identities.size;
  }

  /** The number of a trade that is new, the complement (~) of its number when it is known, NOT_NAMED when it isn't ASCII. */
  name(view: DataView, start: number, end: number, portfolio: number, asciiOnly: boolean): number {
    const known = this.identities.size;
    const trade = this.identities.intern(view, start, end, portfolio, asciiOnly);
    if (trade === NOT_ASCII) return NOT_NAMED;
    return trade < known ? ~trade : trade;
  }

  /** Takes back a name that was just given. */
  unname(): void {
    this.identities.forgetLast();
  }

  set(trade: number, account: number, instrument: number, quote: number): void {
    if (trade * 3 >= this.places.length) this.grow();
    const at = trade * 3;
    this.places[at] = account;
    this.places[at + 1] = instrument;
    this.places[at + 2] = quote;
  }

  setAmounts(trade: number, quantity: number, quantityScale: number, paid: WideAmount, paidScale: number): void {
    const at = trade * 3;
    this.amounts[at] = quantity;
    this.amounts[at + 1] = paid.low;
    this.amounts[at + 2] = paid.high;
    this.scales[trade * 2] = quantityScale;
    this.scales[trade * 2 + 1] = paidScale;
  }

  setExact(trade: number, quantity: ExactAmount, paid: ExactAmount): void {
    this.scales[trade * 2] = EXACT;
    this.exact.set(trade, { quantity, paid });
  }

  legsOf(trade: number): TradeLegs {
    const at = trade * 3;
    const [account, instrument, quote] = [this.places[at]!, this.places[at + 1]!, this.places[at + 2]!];
    if (this.scales[trade * 2] === EXACT) return { account, instrument, quote, ...this.exact.get(trade)! };
    const quantity = { unscaled: BigInt(this.amounts[at]!), scale: this.scales[trade * 2]! };
    const unscaled = bigOf(this.amounts[at + 2]!, this.amounts[at + 1]!);
    return { account, instrument, quote, quantity, paid: { unscaled, scale: this.scales[trade * 2 + 1]! } };
  }

  private grow(): void {
    const places = new Int32Array(this.places.length * 2);
    places.set(this.places);
    this.places = places;
    const amounts = new Float64Array(this.amounts.length * 2);
    amounts.set(this.amounts);
    this.amounts = amounts;
    const scales = new Uint8Array(this.scales.length * 2);
    scales.set(this.scales);
    this.scales = scales;
  }
}

/** See `TradeColumns.name`. */
export const NOT_NAMED = -0x8000_0000;
