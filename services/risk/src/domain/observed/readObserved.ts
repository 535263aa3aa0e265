import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { LIQUIDITY_UNIT } from '@gimbal/instruments';
import { type Decimal, describeDecimalFailure, fromUnits, isZeroDecimal, parseDecimal } from '@gimbal/money';
import { instrumentTraits } from '../exposure/instrumentTraits.js';
import { OBSERVED_SCALE_MAX } from './limits.js';
import type { ObservedPositionRow } from './observedRows.js';

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

type Amounts = Pick<ObservedPositionRow, 'quantity' | 'unitDecimals' | 'entryPrice' | 'owed'>;

const LIQUIDITY_UNIT_DECIMALS = LIQUIDITY_UNIT.toString().length - 1;
const INTEGER = /^-?[0-9]{1,78}$/;

/** The amounts of an observed position; `reason` names the field that is no decimal. */
export function readObserved(said: AccountPositionObserved): Read<Amounts> {
  const quantity = quantityOf(said);
  if (!quantity.ok) return quantity;
  const owed: { asset: string; amount: Decimal }[] = [];
  for (const due of said.owed) {
    const amount = readDecimal('owed.amount', due.amount);
    if (!amount.ok) return amount;
    if (!isZeroDecimal(amount.value)) owed.push({ asset: due.asset, amount: amount.value });
  }
  const held = { quantity: quantity.value, unitDecimals: unitDecimalsOf(said.units, quantity.value), owed };
  if (said.entryPrice === '') return { ok: true, value: { ...held, entryPrice: undefined } };
  const entryPrice = readDecimal('entry_price', said.entryPrice);
  if (!entryPrice.ok) return entryPrice;
  return { ok: true, value: { ...held, entryPrice: entryPrice.value } };
}

/** The integer over the decimal is the power of ten between them; nothing shows it of zero. */
function unitDecimalsOf(units: string, { unscaled, scale }: Decimal): number | undefined {
  if (unscaled === 0n || !INTEGER.test(units) || BigInt(units) % unscaled !== 0n) return undefined;
  const power = String(BigInt(units) / unscaled);
  return /^10*$/.test(power) ? power.length - 1 + scale : undefined;
}

/** Liquidity by the contract's own integer: one unit of the instrument is LIQUIDITY_UNIT of it. */
function quantityOf({ instrumentId, units, quantity }: AccountPositionObserved): Read<Decimal> {
  switch (instrumentTraits(instrumentId).instrument?.kind) {
    case 'univ2':
    case 'univ3':
    case 'univ4':
      if (INTEGER.test(units)) return { ok: true, value: fromUnits(BigInt(units), LIQUIDITY_UNIT_DECIMALS) };
  }
  return readDecimal('quantity', quantity);
}

export function readDecimal(field: string, text: string): Read<Decimal> {
  const parsed = parseDecimal(text);
  if (!parsed.ok) return { ok: false, reason: `${field}: ${describeDecimalFailure(parsed.failure)}` };
  if (parsed.value.scale <= OBSERVED_SCALE_MAX) return { ok: true, value: parsed.value };
  const found = `was ${parsed.value.scale}.`;
  return { ok: false, reason: `${field}: Expected at most ${OBSERVED_SCALE_MAX} digits after the point, ${found}` };
}
