import type { Chain, ListChainsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { StageHost } from '@gimbal/projection';
import type { ChainRow } from '../domain/chain/chainRows.js';
import { NO_REORG, type ReorgRow } from '../domain/health/healthRows.js';
import type { IngestionState } from '../domain/ingestionState.js';

/** The chains that are followed, in order of their names. */
export function listChains({ state, status }: StageHost<IngestionState>): ListChainsResponse {
  const rows = [...state.chain.chains.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return {
    step: BigInt(status.step.number),
    chains: rows.map((row) => chainOf(row, state.health.reorgs.get(row.chain) ?? NO_REORG)),
  };
}

function chainOf(
  { chain, head, finalized, adoptions, reverted, reorgDepthMax }: ChainRow,
  { lastDepth, lastAtUs }: ReorgRow,
): Chain {
  return {
    chain,
    headNumber: head?.number ?? 0n,
    headHash: head?.blockHash ?? '',
    headTimeUs: head?.blockTimeUs ?? 0n,
    finalizedNumber: finalized?.number ?? 0n,
    finalizedHash: finalized?.blockHash ?? '',
    adoptions,
    reverted,
    reorgDepthMax,
    lastReorgDepth: lastDepth,
    lastReorgAtUs: lastAtUs,
  };
}
