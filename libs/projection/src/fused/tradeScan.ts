import { DecimalScan } from './decimalScan.js';

/** Tags of TradeBooked (proto/gimbal/risk/v1/portfolio_events.proto): field number · 8 + wire type. */
const PORTFOLIO_ID = 0x0a;
const ACCOUNT_ID = 0x12;
const VENUE = 0x1a;
const VENUE_TRADE_ID = 0x22;
const INSTRUMENT_ID = 0x2a;
const QUANTITY = 0x32;
const PRICE = 0x3a;
const QUOTE_INSTRUMENT_ID = 0x42;
const FEE = 0x4a;
const EXECUTED_AT_US = 0x50;
const BOOKED_BY = 0x5a;
const VARINT_BYTES_MAX = 10;

/**
 * A TradeBooked where it stands. The run of fields that names an account keeps its tags and lengths, so that
 * ("ab", "c") and ("a", "bc") differ.
 */
export class TradeScan {
  /** portfolio_id alone, then with account_id. */
  portfolioStart = 0;
  portfolioEnd = 0;
  accountEnd = 0;
  venueStart = 0;
  venueEnd = 0;
  tradeIdStart = 0;
  tradeIdEnd = 0;
  instrumentStart = 0;
  instrumentEnd = 0;
  quoteStart = 0;
  quoteEnd = 0;
  readonly quantity = new DecimalScan();
  readonly price = new DecimalScan();
  readonly fee = new DecimalScan();

  /**
   * False when the value isn't exactly as a generated encoder writes it, fields in order and none of 128 bytes or more,
   * with all that name something there, or when an amount has to be read slowly.
   */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    if (bytes[at] !== PORTFOLIO_ID || bytes[at + 1]! > 0x7f) return false;
    this.portfolioStart = at;
    at += 2 + bytes[at + 1]!;
    this.portfolioEnd = at;
    if (bytes[at] !== ACCOUNT_ID || bytes[at + 1]! > 0x7f) return false;
    at += 2 + bytes[at + 1]!;
    this.accountEnd = at;
    if (bytes[at] !== VENUE || bytes[at + 1]! > 0x7f) return false;
    this.venueStart = at + 2;
    at += 2 + bytes[at + 1]!;
    this.venueEnd = at;
    if (bytes[at] !== VENUE_TRADE_ID || bytes[at + 1]! > 0x7f) return false;
    this.tradeIdStart = at + 2;
    at += 2 + bytes[at + 1]!;
    this.tradeIdEnd = at;
    if (bytes[at] !== INSTRUMENT_ID || bytes[at + 1]! > 0x7f) return false;
    this.instrumentStart = at + 2;
    at += 2 + bytes[at + 1]!;
    this.instrumentEnd = at;
    if (bytes[at] !== QUANTITY || bytes[at + 1]! > 0x7f) return false;
    const quantityStart = at + 2;
    at += 2 + bytes[at + 1]!;
    if (at > end || !this.quantity.read(bytes, quantityStart, at)) return false;
    let priceStart = at;
    if (bytes[at] === PRICE) {
      if (bytes[at + 1]! > 0x7f) return false;
      priceStart = at + 2;
      at += 2 + bytes[at + 1]!;
    }
    if (at > end || !this.price.read(bytes, priceStart, at)) return false;
    if (bytes[at] !== QUOTE_INSTRUMENT_ID || bytes[at + 1]! > 0x7f) return false;
    this.quoteStart = at + 2;
    at += 2 + bytes[at + 1]!;
    this.quoteEnd = at;
    let feeStart = at;
    if (at < end && bytes[at] === FEE) {
      if (bytes[at + 1]! > 0x7f) return false;
      feeStart = at + 2;
      at += 2 + bytes[at + 1]!;
    }
    if (at > end || !this.fee.read(bytes, feeStart, at)) return false;
    if (at < end && bytes[at] === EXECUTED_AT_US) {
      const last = at + VARINT_BYTES_MAX;
      do at++;
      while (at < last && bytes[at]! > 0x7f);
      if (bytes[at]! > 0x7f) return false;
      at++;
    }
    if (at < end && bytes[at] === BOOKED_BY) {
      if (bytes[at + 1]! > 0x7f) return false;
      at += 2 + bytes[at + 1]!;
    }
    // A field that ran past the end, or that this build doesn't know, leaves a difference.
    return at === end;
  }
}
