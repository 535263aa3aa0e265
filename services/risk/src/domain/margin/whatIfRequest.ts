import type { AssessMarginRequest, HypotheticalTrade, PriceOverride } from '@gimbal/contracts/risk/v1/risk_service';
import type { StandingPrice, StandingTrade } from '@gimbal/margin';
import { decimalToNumber, isZeroDecimal, ZERO_DECIMAL } from '@gimbal/money';
import { ID_CHARS_MAX, WHAT_IF_ENTRIES_MAX } from '../../limits.js';
import { amount, printableRefusal } from '../commands/fields.js';
import { type Checked, checked, invalid, refused } from '../commands/refusal.js';

/** A trade and a price as they were asked for, each with the name of its field. */
export interface WhatIfTrade extends StandingTrade {
  readonly field: string;
}

export interface WhatIfPrice extends StandingPrice {
  readonly field: string;
}

export interface WhatIf {
  readonly trades: readonly WhatIfTrade[];
  readonly prices: readonly WhatIfPrice[];
}

/** Reads what is to be tried; the first field that is wrong is refused by its name. */
export function whatIfOf({ trades, prices }: AssessMarginRequest): Checked<WhatIf> {
  for (const [field, list] of [
    ['trades', trades],
    ['prices', prices],
  ] as const) {
    if (list.length <= WHAT_IF_ENTRIES_MAX) continue;
    return refused(invalid(field, `Expected at most ${WHAT_IF_ENTRIES_MAX}, were ${list.length}.`));
  }
  const readTrades: WhatIfTrade[] = [];
  for (const [at, trade] of trades.entries()) {
    const read = tradeOf(trade, `trades[${at}]`);
    if (!read.ok) return read;
    readTrades.push(read.value);
  }
  const readPrices: WhatIfPrice[] = [];
  for (const [at, price] of prices.entries()) {
    const read = priceOf(price, `prices[${at}]`);
    if (!read.ok) return read;
    if (readPrices.some(({ asset }) => asset === read.value.asset)) {
      return refused(invalid(`${read.value.field}.asset`, `Expected each asset once, was ${price.asset} twice.`));
    }
    readPrices.push(read.value);
  }
  return checked({ trades: readTrades, prices: readPrices });
}

function tradeOf({ legId, quantity, price }: HypotheticalTrade, field: string): Checked<WhatIfTrade> {
  const wrong = printableRefusal(`${field}.leg_id`, legId, ID_CHARS_MAX);
  if (wrong !== undefined) return refused(wrong);
  const change = amount(`${field}.quantity`, quantity);
  if (!change.ok) return change;
  if (isZeroDecimal(change.value))
    return refused(invalid(`${field}.quantity`, 'Expected another number than 0, was 0.'));
  const trade = { field, legId, quantity: change.value };
  if (price === '') return checked(trade);
  const paid = positiveNumber(`${field}.price`, price);
  return paid.ok ? checked({ ...trade, priceUsd: paid.value }) : paid;
}

function priceOf({ asset, priceUsd }: PriceOverride, field: string): Checked<WhatIfPrice> {
  const wrong = printableRefusal(`${field}.asset`, asset, ID_CHARS_MAX);
  if (wrong !== undefined) return refused(wrong);
  const price = positiveNumber(`${field}.price_usd`, priceUsd);
  return price.ok ? checked({ field, asset, priceUsd: price.value }) : price;
}

function positiveNumber(field: string, text: string): Checked<number> {
  const price = amount(field, text);
  if (!price.ok) return price;
  if (price.value.unscaled > ZERO_DECIMAL.unscaled) return checked(decimalToNumber(price.value));
  return refused(invalid(field, `Expected a price above 0, was ${text}.`));
}
