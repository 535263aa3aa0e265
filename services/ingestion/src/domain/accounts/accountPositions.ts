import { formatDecimal, fromUnits } from '@gimbal/money';
import type { HeldPosition } from '../chain/chainFact.js';
import { isPositionKey } from '../chain/heldPositionKey.js';
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
 * The holdings of watched accounts in order of their names: on chains at the head or at the last final block, at venues as
 * last said. An empty account id stands for all.
 */
export function accountPositions(
  rows: IngestionRows,
  accountId: string,
  atFinalized: boolean,
): readonly AccountPosition[] {
  return [...onChains(rows, atFinalized), ...atVenues(rows)]
    .filter((position) => accountId === '' || position.accountId === accountId)
    .map((position): [string, AccountPosition] => [positionKey(position), position])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, position]) => position);
}

function* onChains(rows: IngestionRows, atFinalized: boolean): Iterable<AccountPosition> {
  for (const [name] of rows.chain.heads.entries()) {
    const bar = name.indexOf('|');
    const [chain, key] = [name.slice(0, bar), name.slice(bar + 1)];
    if (!isPositionKey(key)) continue;
    const version = (atFinalized ? finalVersion : newestVersion)(rows.chain, chain, key);
    const position = version?.value as HeldPosition | undefined;
    if (version === undefined || position === undefined) continue;
    const { accountId, instrumentId, source, units, unitDecimals } = position;
    yield withBreak(rows, {
      accountId,
      place: chain,
      instrumentId,
      source,
      quantity: formatDecimal(fromUnits(units, unitDecimals)),
      units: units.toString(),
      number: version.place.number,
      blockHash: version.place.blockHash,
      observedAtUs: version.place.blockTimeUs,
    });
  }
}

function* atVenues(rows: IngestionRows): Iterable<AccountPosition> {
  for (const [, said] of rows.accounts.positions.entries()) {
    if (rows.chain.chains.get(said.place) !== undefined) continue;
    const { accountId, place, instrumentId, source, quantity, units, number, blockHash, observedAtUs } = said;
    yield withBreak(rows, {
      accountId,
      place,
      instrumentId,
      source,
      quantity,
      units,
      number,
      blockHash,
      observedAtUs,
    });
  }
}

function withBreak(rows: IngestionRows, position: Omit<AccountPosition, 'breakDifference'>): AccountPosition {
  const held = rows.accounts.breaks.get(positionKey(position));
  return { ...position, breakDifference: held !== undefined && held.closed === undefined ? held.found.difference : '' };
}
