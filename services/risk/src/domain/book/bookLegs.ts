import { addDecimal, isZeroDecimal, ZERO_DECIMAL } from '@gimbal/money';
import { SOURCES_PER_POSITION_MAX } from '../../limits.js';
import type { AccountRow, FactRef, PositionRow, RiskState } from '../riskState.js';
import { accountKey, positionKey } from '../rowKeys.js';
import type { Leg } from './tradeLegs.js';

/**
 * Adds legs to the positions of an attached account. The account's row is replaced even when its instruments stay, since
 * the columns that were derived from its positions hang on it.
 */
export function bookLegs(
  state: RiskState,
  portfolio: string,
  accountId: string,
  legs: readonly Leg[],
  source: FactRef,
): void {
  const key = accountKey(portfolio, accountId);
  const account = state.accounts.get(key);
  // What moves in an observed account is observed: counted here as well, it would count twice.
  if (account === undefined || account.observed || legs.length === 0) return;
  const added: string[] = [];
  for (const { instrumentId, change } of legs) {
    const at = positionKey(key, instrumentId);
    const held = state.positions.get(at);
    if (held === undefined && isZeroDecimal(change)) continue;
    if (held === undefined) added.push(instrumentId);
    state.positions.set(at, changedPosition(held, change, source));
  }
  state.accounts.set(key, withInstruments(account, added));
}

function changedPosition(held: PositionRow | undefined, change: Leg['change'], source: FactRef): PositionRow {
  const sources = held?.sources ?? [];
  // The two legs of a USDC-for-USDC transfer come from one fact.
  const isSameFact = sources.at(-1) === source;
  return {
    quantity: addDecimal(held?.quantity ?? ZERO_DECIMAL, change),
    facts: (held?.facts ?? 0) + (isSameFact ? 0 : 1),
    sources: isSameFact ? sources : [...sources, source].slice(-SOURCES_PER_POSITION_MAX),
  };
}

function withInstruments(account: AccountRow, added: readonly string[]): AccountRow {
  return {
    ...account,
    instrumentIds: added.length === 0 ? account.instrumentIds : [...account.instrumentIds, ...added],
  };
}
