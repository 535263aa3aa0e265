import { type Decimal, describeDecimalFailure, parseDecimal, ZERO_DECIMAL } from '@gimbal/money';

export interface Amounts {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

export type AmountsResult =
  { readonly ok: true; readonly value: Amounts } | { readonly ok: false; readonly reason: string };

/** The amounts of a fact. An amount that was left out is zero; anything else has to be a plain decimal. */
export function readAmounts(text: {
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
}): AmountsResult {
  const amounts: Record<keyof Amounts, Decimal> = { quantity: ZERO_DECIMAL, price: ZERO_DECIMAL, fee: ZERO_DECIMAL };
  for (const field of ['quantity', 'price', 'fee'] as const) {
    if (text[field] === '') continue;
    const parsed = parseDecimal(text[field]);
    if (!parsed.ok) return { ok: false, reason: `${field}: ${describeDecimalFailure(parsed.failure)}` };
    amounts[field] = parsed.value;
  }
  return { ok: true, value: amounts };
}
