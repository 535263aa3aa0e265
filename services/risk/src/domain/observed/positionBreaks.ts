import type { PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { PositionBreak } from '@gimbal/contracts/risk/v1/exposure_events';
import { type Decimal, decimalToNumber, formatDecimal, fromUnits } from '@gimbal/money';
import { riskFactorOf } from '../book/bookColumns.js';
import { DELTA_USD, isUsdPegged, VALUE_USD, VECTOR_SIZE } from '../exposure/exposureVector.js';
import { isValued } from '../exposure/legIssues.js';
import { unitVectors } from '../exposure/unitVectors.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { observedOf } from './observedOf.js';
import { observedKey } from './observedRows.js';
import { readDecimal } from './readObserved.js';

const NOTHING: readonly PositionBreak[] = [];
const INTEGER = /^-?[0-9]{1,78}$/;

/**
 * The open breaks of watched accounts with what each is worth: what would be added to the totals if the observed state were
 * right. None of it is in them. One that can't be valued says why, and is never zero.
 */
export function positionBreaks(state: RiskState, accounts: readonly AccountRow[]): readonly PositionBreak[] {
  if (state.observedAccounts.size === 0) return NOTHING;
  return accounts.flatMap((account) =>
    account.place === undefined
      ? (observedOf(state, account)?.breaks ?? []).map((found) => breakOf(state, account, found))
      : [],
  );
}

function breakOf(state: RiskState, { accountId }: AccountRow, found: PositionBreakFound): PositionBreak {
  const { place, instrumentId, source } = found;
  const named = { accountId, place, instrumentId, source };
  const quantity = quantityOf(state, found);
  if (quantity === undefined) {
    const reason = `Expected the digits of ${instrumentId} at ${place}, ${source}, from what was said of it, found none.`;
    return { ...named, quantity: '', valueUsd: 0, deltaUsd: 0, unavailableReason: reason };
  }
  const text = formatDecimal(quantity);
  const listing = state.listings.get(instrumentId);
  const frame = listing && state.frames.get(listing.underlying);
  if (listing === undefined || !isValued(frame, listing.index)) {
    const reason = `Expected a mark of ${instrumentId} for a break of ${text}, found none.`;
    return { ...named, quantity: text, valueUsd: 0, deltaUsd: 0, unavailableReason: reason };
  }
  const units = decimalToNumber(quantity);
  const { vectors } = unitVectors(frame);
  const perUnit = (field: number): number => vectors[listing.index * VECTOR_SIZE + field]!;
  const isDollar = isUsdPegged(riskFactorOf(instrumentId, listing.underlying));
  return {
    ...named,
    quantity: text,
    valueUsd: units * perUnit(VALUE_USD),
    // As in the total: dollar coins have no delta there.
    deltaUsd: isDollar ? 0 : units * perUnit(DELTA_USD),
    unavailableReason: '',
  };
}

/** A venue counts in the instrument's decimals; a contract in integers, whose digits what was said of the position shows. */
function quantityOf({ observedPositions }: RiskState, found: PositionBreakFound): Decimal | undefined {
  if (found.blockHash === '') {
    const read = readDecimal('difference', found.difference);
    return read.ok ? read.value : undefined;
  }
  const decimals = observedPositions.get(observedKey(found))?.unitDecimals;
  if (decimals === undefined || !INTEGER.test(found.difference)) return undefined;
  return fromUnits(BigInt(found.difference), decimals);
}
