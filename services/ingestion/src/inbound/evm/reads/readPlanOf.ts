import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { gmxStoresOf } from './gmxStores.js';
import { heldPositionsOf } from './heldPositions.js';
import { heldV4PositionsOf } from './heldV4Positions.js';
import type { ReadPlan } from './plannedRead.js';
import { namedByLogs, protocolReads } from './protocolReads.js';

/** What is read on a chain with these contracts and accounts, in the order of the contracts. */
export function readPlanOf(contracts: readonly WatchedContract[], accounts: readonly WatchedAccount[]): ReadPlan {
  return {
    fixed: contracts.flatMap((contract) => protocolReads[contract.protocol]?.(contract, accounts, contracts) ?? []),
    held: heldPositionsOf(contracts, accounts),
    heldV4: heldV4PositionsOf(contracts, accounts),
    stores: gmxStoresOf(contracts, accounts),
    byLog: contracts.flatMap((contract) => namedByLogs(contract, accounts)),
  };
}
