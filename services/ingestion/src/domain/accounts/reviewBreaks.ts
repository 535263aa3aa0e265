import { event } from '@gimbal/contracts';
import { PositionBreakClosed, type PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { ChainChange } from '../chain/chainChange.js';
import type { HeldPosition } from '../chain/chainFact.js';
import { type AdoptedBlock, blockKey, chainRowOf } from '../chain/chainRows.js';
import { heldPositionKey } from '../chain/heldPositionKey.js';
import { versionAt } from '../chain/rowVersions.js';
import type { StepLedger } from '../stepLedger.js';

/**
 * Closes the breaks that late facts explain, at the block where they were found, and those that were found at a block which
 * is undone. Any other stays open until a read agrees.
 */
export function reviewBreaks(ledger: StepLedger, change: ChainChange): void {
  if (change.late === 0 && change.undone.length === 0) return;
  const { chain } = change.feed;
  const { head } = chainRowOf(ledger.now.chain, chain);
  for (const { found, closed } of [...ledger.now.accounts.breaks.entries()].sort(byKey).map(([, row]) => row)) {
    if (closed !== undefined || found.place !== chain) continue;
    const block = ledger.now.chain.blocks.get(blockKey(chain, found.number));
    const verdict = verdictOf(ledger, change, found, block);
    if (verdict === undefined) continue;
    const { accountId, place, instrumentId, source } = found;
    const name = { accountId, place, instrumentId, source };
    const observedAtUs = head?.blockTimeUs ?? found.observedAtUs;
    ledger.say('account', accountId, event(PositionBreakClosed, { ...name, ...verdict, observedAtUs }));
  }
}

function verdictOf(
  ledger: StepLedger,
  { late }: ChainChange,
  found: PositionBreakFound,
  block: AdoptedBlock | undefined,
): { readonly byFacts: string; readonly cause: string } | undefined {
  if (block !== undefined && block.blockHash !== found.blockHash) {
    return { byFacts: found.byFacts, cause: `reorganisation/${block.blockHash}` };
  }
  if (late === 0 || block === undefined) return undefined;
  const { finalized } = chainRowOf(ledger.now.chain, found.place);
  // Below the last final block one version is left of each row, which is that block's.
  if (finalized !== undefined && block.adoption < finalized.adoption) return undefined;
  const version = versionAt(ledger.now.chain, found.place, heldPositionKey(found), block.adoption);
  const byFacts = ((version?.value as HeldPosition | undefined)?.units ?? 0n).toString();
  return byFacts === found.observed ? { byFacts, cause: 'late facts' } : undefined;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
