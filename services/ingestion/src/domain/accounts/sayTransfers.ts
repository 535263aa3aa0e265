import { event } from '@gimbal/contracts';
import { BridgeTransferObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
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

/**
 * Says where each transfer between two chains is whose rows a step changed on either. The chains have partitions of their
 * own, so the two ends meet here, in a function of both chains' rows as they stand, and are folded in neither.
 */
export function sayTransfers(ledger: StepLedger, changes: readonly ChainChange[]): void {
  const legs = new Map<string, BridgeLeg>();
  for (const { feed, touched } of changes) {
    for (const key of touched) {
      const leg = legAt(ledger.now, feed.chain, key) ?? legAt(ledger.before, feed.chain, key);
      if (leg !== undefined) legs.set(transferKey(leg.accountId, leg.bridge, leg.transferId), leg);
    }
  }
  const observedAtUs = ledger.step.timeUs;
  for (const [key, leg] of [...legs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const said = transferOf(ledger.now, leg, ledger.now.accounts.transfers.get(key), observedAtUs);
    if (said !== undefined) ledger.say('account', leg.accountId, event(BridgeTransferObserved, said));
  }
}

/** What is to be said of a transfer; undefined when it was said already. */
function transferOf(
  rows: IngestionRows,
  leg: BridgeLeg,
  last: BridgeTransferObserved | undefined,
  observedAtUs: bigint,
): BridgeTransferObserved | undefined {
  const sent = versionOf(rows, leg.fromChain, { ...leg, direction: 'sent' });
  const received = versionOf(rows, leg.toChain, { ...leg, direction: 'received' });
  const [left, arrived] = [sent?.value as BridgeLeg | undefined, received?.value as BridgeLeg | undefined];
  const state = bridgeTransferState(left, arrived, last !== undefined);
  if (state === undefined) return undefined;
  const { accountId, bridge, transferId, fromChain, toChain, asset, decimals } = left ?? arrived ?? leg;
  const unitsReceived = arrived?.unitsReceived ?? left?.unitsReceived ?? 0n;
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

function versionOf(rows: IngestionRows, chain: string, leg: BridgeLeg): RowVersion | undefined {
  const version = newestVersion(rows.chain, chain, bridgeLegKey(leg));
  return version?.value === undefined ? undefined : version;
}

function legAt(rows: IngestionRows, chain: string, key: string): BridgeLeg | undefined {
  return key.startsWith('bridge/')
    ? (newestVersion(rows.chain, chain, key)?.value as BridgeLeg | undefined)
    : undefined;
}
