import { event } from '@gimbal/contracts';
import { BridgeTransferObserved, BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { ChainChange } from '../chain/chainChange.js';
import { type BridgeLeg, bridgeLegKey } from '../chain/chainFact.js';
import type { RowVersion } from '../chain/chainRows.js';
import { newestVersion } from '../chain/rowVersions.js';
import { sameData } from '../chain/sameData.js';
import type { IngestionRows } from '../ingestionState.js';
import type { StepLedger } from '../stepLedger.js';
import { transferKey } from './accountRows.js';
import { bridgeTransferState } from './bridgeTransfer.js';

/** The two ends of a transfer as they stand in the rows of their chains. */
interface TransferEnds {
  readonly sent: RowVersion | undefined;
  readonly received: RowVersion | undefined;
}

/**
 * Says where each transfer between two chains is whose rows a step changed on either. The chains have partitions of their
 * own, so the two ends meet here, in a function of both chains' rows as they stand, and are folded in neither. Each watched
 * account that stands at an end hears of it, which is one account but where one sent to the other.
 */
export function sayTransfers(ledger: StepLedger, changes: readonly ChainChange[]): void {
  const legs = new Map<string, BridgeLeg>();
  for (const { feed, touched } of changes) {
    for (const key of touched) {
      const before = legAt(ledger.before, feed.chain, key);
      const leg = legAt(ledger.now, feed.chain, key) ?? before;
      if (leg === undefined) continue;
      for (const end of [before, ...endsAt(ledger.now, leg)]) {
        if (end !== undefined) legs.set(transferKey(end.accountId, end.bridge, end.transferId), end);
      }
    }
  }
  for (const [key, leg] of [...legs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = ledger.now.accounts.transfers.get(key);
    const said = transferOf(endsOf(ledger.now, leg), leg, last, ledger.step.timeUs);
    if (said !== undefined) ledger.say('account', leg.accountId, event(BridgeTransferObserved, said));
  }
}

/** What an account is to hear of a transfer that it is an end of, or was; undefined when it heard that already. */
function transferOf(
  { sent, received }: TransferEnds,
  leg: BridgeLeg,
  last: BridgeTransferObserved | undefined,
  observedAtUs: bigint,
): BridgeTransferObserved | undefined {
  const [left, arrived] = [sent?.value as BridgeLeg | undefined, received?.value as BridgeLeg | undefined];
  const { accountId } = leg;
  const isEnd = left?.accountId === accountId || arrived?.accountId === accountId;
  const undone = last === undefined ? undefined : BridgeTransferState.BRIDGE_TRANSFER_STATE_UNDONE;
  const state = isEnd ? bridgeTransferState(left, arrived, last !== undefined) : undone;
  if (state === undefined) return undefined;
  const { bridge, transferId, fromChain, toChain, asset, decimals } = left ?? arrived ?? leg;
  const unitsReceived = arrived?.unitsReceived ?? left?.unitsReceived ?? leg.unitsReceived;
  const said: BridgeTransferObserved = {
    accountId,
    bridge,
    transferId,
    fromChain,
    toChain,
    asset,
    amountSent: formatDecimal(fromUnits(left?.unitsSent ?? leg.unitsSent, decimals)),
    amountReceived: formatDecimal(fromUnits(unitsReceived, decimals)),
    state,
    fromAdoption: sent?.place.adoption ?? 0n,
    toAdoption: received?.place.adoption ?? 0n,
    observedAtUs,
  };
  return sameData(last, { ...said, observedAtUs: last?.observedAtUs }) ? undefined : said;
}

function endsOf(rows: IngestionRows, leg: BridgeLeg): TransferEnds {
  return {
    sent: versionOf(rows, leg.fromChain, { ...leg, direction: 'sent' }),
    received: versionOf(rows, leg.toChain, { ...leg, direction: 'received' }),
  };
}

function versionOf(rows: IngestionRows, chain: string, leg: BridgeLeg): RowVersion | undefined {
  const version = newestVersion(rows.chain, chain, bridgeLegKey(leg));
  return version?.value === undefined ? undefined : version;
}

function endsAt(rows: IngestionRows, leg: BridgeLeg): readonly (BridgeLeg | undefined)[] {
  const { sent, received } = endsOf(rows, leg);
  return [sent?.value as BridgeLeg | undefined, received?.value as BridgeLeg | undefined];
}

function legAt(rows: IngestionRows, chain: string, key: string): BridgeLeg | undefined {
  return key.startsWith('bridge/')
    ? (newestVersion(rows.chain, chain, key)?.value as BridgeLeg | undefined)
    : undefined;
}
