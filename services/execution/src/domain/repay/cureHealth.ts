import { ActionKind, type ActionCost } from '@gimbal/contracts/execution/v1/execution_events';
import {
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  formatDecimal,
  fromUnits,
  subDecimal,
  toUnits,
  ZERO_DECIMAL,
} from '@gimbal/money';
import { healthOf } from '../decide/breachValue.js';
import { type Cure, type CureNeed, noCure } from '../decide/cure.js';
import type { Decision } from '../decide/decision.js';
import type { AccountRow } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';
import { gasCost } from '../market/gasCost.js';
import { richestWallet } from '../wallet/richestWallet.js';
import { watchedInstead } from '../wallet/watchedInstead.js';
import { lendingInputs } from './lendingInputs.js';
import { repayDoubt } from './repayDoubt.js';
import { repayQuantity } from './repayQuantity.js';

const HEALTH_DECIMALS = 18;

/** Repays debt of the account from a wallet's free balance, so that health comes back to its limit's target. */
export function cureHealth(decision: Decision, need: CureNeed): Cure {
  const { state, config, desk } = decision;
  const { opened, exposure, terms, setAside } = need;
  const { repay, maxNotionalUsd, allowedVenues } = config;
  const deployment = healthOf(exposure, opened.accountId)?.deployment ?? '';
  const loan = state.accounts.get(ownedKey(desk.rootKey, opened.accountId));
  // Its debt is what the chain says: a repayment of ours on paper would pay and cure nothing.
  if (loan?.observed === true) {
    const reason = `Expected a loan that is repaid here, ${opened.accountId} is watched: repay it where it is.`;
    return noCure('account_observed', reason);
  }
  const venue = loan?.venue ?? '';
  if (!allowedVenues.includes(venue)) {
    return noCure('venue_not_allowed', `Expected a venue of ${allowedVenues.join(', ')}, was ${venue}.`);
  }
  const inputs = lendingInputs(state, desk.tenant, deployment, opened.accountId);
  if (!inputs.ok) return noCure(inputs.code, inputs.reason);
  const chain = chainOf(deployment);
  const gas = gasCost(state, chain, repay.gasUnits);
  if (!gas.ok) return noCure(gas.code, gas.reason);
  const wallet = richestWallet(state, desk, opened.portfolioId, chain, repay.instrumentId, setAside);
  if (wallet === undefined) {
    const isOnChain = (account: AccountRow): boolean => account.venue === 'wallet' && account.chain === chain;
    const watched = watchedInstead(state, desk, opened.portfolioId, isOnChain);
    return noCure('no_account', `Expected a wallet on ${chain}, ${watched}`);
  }

  const doubt = repayDoubt(decision, inputs, { accountId: opened.accountId, payingAccountId: wallet.accountId });
  if (doubt !== undefined) return noCure(doubt.code, doubt.reason);
  const decimals = inputs.account.reserves.find(({ asset }) => asset === repay.asset)?.decimals ?? 0;
  const free = subDecimal(wallet.free, gas.usd);
  const most = smaller(free, { unscaled: BigInt(Math.floor(maxNotionalUsd)), scale: 0 });
  const size = repayQuantity(inputs.ruleset, inputs.account, {
    asset: repay.asset,
    targetWad: toUnits(terms.target, HEALTH_DECIMALS, 'up'),
    levelWad: wadOf(terms.level),
    lotRaw: BigInt(repay.lotUsd) * 10n ** BigInt(decimals),
    mostRaw: toUnits(most.unscaled < 0n ? ZERO_DECIMAL : most, decimals, 'down'),
  });
  if (!size.ok) {
    if (size.code !== 'free_balance_below_lot') return noCure(size.code, size.reason);
    const reason = `Expected at least one lot of ${repay.lotUsd} ${repay.asset} free in ${wallet.accountId}, was ${formatDecimal(wallet.free)}.`;
    return noCure(size.code, reason);
  }

  const gasUsd = decimalToNumber(gas.usd);
  const cost: ActionCost = {
    slippageUsd: 0,
    venueFeeUsd: 0,
    gasUsd,
    delayRiskUsd: 0,
    totalUsd: gasUsd,
    basis: `${gas.basis}.`,
  };
  const action = {
    kind: ActionKind.ACTION_KIND_REPAY,
    venue,
    accountId: opened.accountId,
    instrumentId: repay.instrumentId,
    quantity: formatDecimal(fromUnits(size.amountRaw, decimals)),
    limitPrice: '',
    quoteInstrumentId: '',
    payingAccountId: wallet.accountId,
    deployment,
  };
  const exact = formatDecimal(fromUnits(size.wantedRaw, decimals));
  const passedOver = size.bounded
    ? `The whole ${exact} ${repay.asset} to the target: ${formatDecimal(wallet.free)} free in ${wallet.accountId}, cap ${maxNotionalUsd} USD.`
    : `The exact ${exact} ${repay.asset} to the target: proposed in lots of ${repay.lotUsd}.`;
  return {
    ok: true,
    action,
    cost,
    valueAfter: size.healthAfter,
    marks: inputs.marks,
    rejectedAlternatives: [passedOver],
  };
}

/** `aave-v3:polygon` stands on polygon. */
export function chainOf(deployment: string): string {
  return deployment.slice(deployment.indexOf(':') + 1);
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return subDecimal(a, b).unscaled < 0n ? a : b;
}

/** A level is given in a few digits; nine of them are what a double of it means. */
function wadOf(level: number): bigint {
  const decimal = decimalFromNumber(level, 9, 'halfEven');
  return decimal.ok ? toUnits(decimal.value, HEALTH_DECIMALS, 'up') : 0n;
}
