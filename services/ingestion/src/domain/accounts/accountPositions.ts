import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { HeldPosition } from '../chain/chainFact.js';
import { heldPositionKey } from '../chain/heldPositionKey.js';
import { finalVersion, newestVersion } from '../chain/rowVersions.js';
import type { IngestionRows } from '../ingestionState.js';
import { positionKey } from './accountRows.js';

/** What an account holds of one instrument in one place, with what is open between facts and observed state. */
export interface AccountPosition {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
  readonly source: string;
  /** Decimal string, and the integer that the contract counts in. */
  readonly quantity: string;
  readonly units: string;
  readonly number: bigint;
  readonly blockHash: string;
  readonly observedAtUs: bigint;
  /** Observed less by facts; empty when no break is open. */
  readonly breakDifference: string;
}

/**
 * The holdings of watched accounts in order of their names, without those that ended: on chains at the head or at the last
 * final block, at venues as last said. An empty account id stands for all.
 */
export function accountPositions(
  rows: IngestionRows,
  accountId: string,
  atFinalized: boolean,
): readonly AccountPosition[] {
  return [...rows.accounts.positions.entries()]
    .filter(([, said]) => accountId === '' || said.accountId === accountId)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, said]) => positionNow(rows, said, atFinalized) ?? []);
}

function positionNow(
  rows: IngestionRows,
  said: AccountPositionObserved,
  atFinalized: boolean,
): AccountPosition | undefined {
  const { accountId, place, instrumentId, source } = said;
  const held = rows.accounts.breaks.get(positionKey(said));
  const breakDifference = held !== undefined && held.closed === undefined ? held.found.difference : '';
  const name = { accountId, place, instrumentId, source, breakDifference };
  if (rows.chain.chains.get(place) === undefined) {
    const { quantity, units, number, blockHash, observedAtUs } = said;
    return /[1-9]/.test(quantity) ? { ...name, quantity, units, number, blockHash, observedAtUs } : undefined;
  }
  const version = (atFinalized ? finalVersion : newestVersion)(rows.chain, place, heldPositionKey(said));
  const position = version?.value as HeldPosition | undefined;
  if (version === undefined || position === undefined || position.units === 0n) return undefined;
  return {
    ...name,
    quantity: formatDecimal(fromUnits(position.units, position.unitDecimals)),
    units: position.units.toString(),
    number: version.place.number,
    blockHash: version.place.blockHash,
    observedAtUs: version.place.blockTimeUs,
  };
}
