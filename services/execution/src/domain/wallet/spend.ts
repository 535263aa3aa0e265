import { ActionKind, type OrderFilled, type ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import { absDecimal, addDecimal, type Decimal, decimalOf, mulDecimal } from '@gimbal/money';

/** What an action takes out of an account. */
export interface Spend {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly amount: Decimal;
}

/** What a proposal may take, at its limit price: it is set aside while the proposal lives, so that no two count on it. */
export function spendOfAction(action: ProposedAction): readonly Spend[] {
  const quantity = decimalOf(action.quantity);
  if (action.kind === ActionKind.ACTION_KIND_REPAY) {
    return [{ accountId: action.payingAccountId, instrumentId: action.instrumentId, amount: quantity }];
  }
  if (!action.instrumentId.startsWith('spot:')) return [];
  if (quantity.unscaled < 0n) {
    return [{ accountId: action.accountId, instrumentId: action.instrumentId, amount: absDecimal(quantity) }];
  }
  const amount = mulDecimal(quantity, decimalOf(action.limitPrice));
  return [{ accountId: action.payingAccountId, instrumentId: action.quoteInstrumentId, amount }];
}

/** What a fill of this step took, which the balances show only once it is folded. */
export function spendOfFill(fill: OrderFilled): readonly Spend[] {
  const quantity = decimalOf(fill.quantity);
  if (fill.kind === ActionKind.ACTION_KIND_REPAY) {
    return [{ accountId: fill.payingAccountId, instrumentId: fill.instrumentId, amount: quantity }];
  }
  if (quantity.unscaled < 0n) {
    return [{ accountId: fill.accountId, instrumentId: fill.instrumentId, amount: absDecimal(quantity) }];
  }
  const amount = addDecimal(mulDecimal(quantity, decimalOf(fill.price)), decimalOf(fill.fee));
  return [{ accountId: fill.payingAccountId, instrumentId: fill.quoteInstrumentId, amount }];
}
