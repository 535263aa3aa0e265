import { event } from '@gimbal/contracts';
import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { blockKey, chainRowOf, entryKey, type StoredRead, watchOf } from '../chain/chainRows.js';
import type { HeldPosition, StateFact } from '../chain/chainFact.js';
import { heldPositionKey } from '../chain/heldPositionKey.js';
import { protocolFolds } from '../chain/protocols/protocolFolds.js';
import { newestVersion } from '../chain/rowVersions.js';
import { watchIndexOf } from '../chain/watchIndex.js';
import type { StepLedger } from '../stepLedger.js';
import { positionKey } from './accountRows.js';

/**
 * Holds the positions at the head against what its contracts answered at the same block. A difference is said with its
 * amount, and the position stays as the facts have it: what explains it is a fact that was missed.
 */
export function reconcileReads(ledger: StepLedger, chain: string): void {
  const { head } = chainRowOf(ledger.now.chain, chain);
  const block = head === undefined ? undefined : ledger.now.chain.blocks.get(blockKey(chain, head.number));
  if (block === undefined) return;
  for (let i = 0; i < block.reads; i++) {
    const read = ledger.now.chain.reads.get(entryKey(chain, block.number, i));
    if (read === undefined) continue;
    for (const state of statesOf(ledger, chain, read)) holdAgainst(ledger, chain, state, block);
  }
}

function statesOf(ledger: StepLedger, chain: string, read: StoredRead): readonly StateFact[] {
  const contract = watchIndexOf(chain, watchOf(ledger.now.chain, chain)).contractNamed(read.contract);
  const decoded = contract === undefined ? undefined : protocolFolds[contract.protocol]?.decodeRead(contract, read);
  return decoded?.kind === 'facts' ? decoded.states : [];
}

interface ObservedAt {
  readonly number: bigint;
  readonly blockHash: string;
  readonly blockTimeUs: bigint;
}

function holdAgainst(ledger: StepLedger, chain: string, state: StateFact, block: ObservedAt): void {
  const version = newestVersion(ledger.now.chain, chain, heldPositionKey(state));
  const byFacts = (version?.value as HeldPosition | undefined)?.units ?? 0n;
  const { accountId, instrumentId, source, units } = state;
  const name = { accountId, place: chain, instrumentId, source };
  const held = ledger.now.accounts.breaks.get(positionKey(name));
  const open = held !== undefined && held.closed === undefined ? held.found : undefined;
  const difference = (units - byFacts).toString();
  const { number, blockHash, blockTimeUs: observedAtUs } = block;
  if (units !== byFacts && open?.difference !== difference) {
    const found = { byFacts: byFacts.toString(), observed: units.toString(), difference, number, blockHash };
    ledger.say('account', accountId, event(PositionBreakFound, { ...name, ...found, observedAtUs }));
  } else if (units === byFacts && open !== undefined) {
    const cause = version?.place.cause ?? '';
    const closed = { byFacts: byFacts.toString(), cause, observedAtUs };
    ledger.say('account', accountId, event(PositionBreakClosed, { ...name, ...closed }));
  }
}
