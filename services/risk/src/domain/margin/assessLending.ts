import {
  accountInputs,
  baseCurrencyOf,
  describeAccountInputsFailure,
  overlayLendingBook,
  reserveKey,
} from '@gimbal/margin';
import { type Checked, checked, invalid, refused } from '../commands/refusal.js';
import { lendingHealth } from '../exposure/lendingHealth.js';
import type { LendingBasis } from '../exposure/portfolioBasis.js';
import type { AccountRow, RiskState } from '../riskState.js';
import type { Assessment } from './assessMargin.js';
import { moveCoins } from './moveCoins.js';
import { shownNames } from './shownNames.js';
import type { WhatIf, WhatIfPrice } from './whatIfRequest.js';

/** Prices of a market in USD have 8 decimals. */
const PRICE_SCALE = 10 ** 8;

/** The health of a lending account before and after coins move in and out, and at other prices. */
export function assessLending(
  state: RiskState,
  account: AccountRow,
  lending: LendingBasis,
  { trades, prices }: WhatIf,
): Checked<Assessment> {
  const healthBefore = lendingHealth(account, lending);
  const rest = { before: undefined, after: undefined, healthBefore };
  if (!lending.inputs.ok || (trades.length === 0 && prices.length === 0)) {
    return checked({ ...rest, healthAfter: healthBefore });
  }
  const { deployment, accountId } = account;
  const book = overlayLendingBook(state.lending);
  for (const trade of trades) {
    const wrong = moveCoins(book, deployment, accountId, trade);
    if (wrong !== undefined) return refused(wrong);
  }
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok) return refused(invalid('trades', describeAccountInputsFailure(inputs.failure)));
  const priced = atPrices(inputs.value, prices);
  if (!priced.ok) return priced;
  const states = new Map(lending.states);
  for (const { asset } of priced.value.account.reserves) {
    const rates = book.states.get(reserveKey(deployment, asset));
    if (rates !== undefined) states.set(asset, rates);
  }
  const after: LendingBasis = { ...lending, states, inputs: { ok: true, value: priced.value } };
  return checked({ ...rest, healthAfter: lendingHealth(account, after) });
}

type Inputs = Extract<LendingBasis['inputs'], { ok: true }>['value'];

/** The prices of single reserves replaced; one whose category prices it has none of its own. */
function atPrices(inputs: Inputs, prices: readonly WhatIfPrice[]): Checked<Inputs> {
  const [first] = prices;
  const { symbol } = baseCurrencyOf(inputs.ruleset);
  if (first !== undefined && symbol !== 'USD') {
    const message = `Expected no price at a market whose oracle answers in ${symbol}, was one.`;
    return refused(invalid(`${first.field}.price_usd`, message));
  }
  let { reserves } = inputs.account;
  const { eMode } = inputs.account;
  for (const { field, asset, priceUsd } of prices) {
    const reserve = reserves.find((one) => one.asset === asset);
    if (reserve === undefined) {
      const known = shownNames(reserves.map((one) => one.asset));
      const message = `Expected an asset of the account${known}, was ${JSON.stringify(asset)}.`;
      return refused(invalid(`${field}.asset`, message));
    }
    if (eMode?.priceBase !== undefined && reserve.eModeCategory === eMode.category) {
      const message = `Expected an asset with a price of its own, ${asset} has that of e-mode ${eMode.category}.`;
      return refused(invalid(`${field}.asset`, message));
    }
    const priceBase = BigInt(Math.round(priceUsd * PRICE_SCALE));
    reserves = reserves.map((one) => (one === reserve ? { ...one, priceBase } : one));
  }
  return checked({ ...inputs, account: { ...inputs.account, reserves } });
}
