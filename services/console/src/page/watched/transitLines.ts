import { formatDecimal } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import { formatDuration, formatSince, microsOf } from '../format/times.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';

type BridgeTransfer = WatchedAnswer['inTransit']['lines'][number];

export interface TransitLine {
  readonly key: string;
  readonly account: string;
  readonly amount: string;
  readonly way: string;
  readonly bridge: string;
  readonly since: string;
  readonly title: string;
}

/** What has left one chain and not arrived on the other, longest on its way first. */
export function transitLines(transfers: readonly BridgeTransfer[], clockUs: number): TransitLine[] {
  return transfers
    .toSorted((a, b) => microsOf(a.sentAtUs) - microsOf(b.sentAtUs))
    .map(({ accountId, bridge, transferId, fromChain, toChain, asset, amount, sentAtUs }) => ({
      key: JSON.stringify([bridge, transferId, fromChain]),
      account: outsideName(accountId),
      amount: `${formatDecimal(amount, 8)} ${outsideName(asset)}`,
      way: `${outsideName(fromChain)} → ${outsideName(toChain)}`,
      bridge: outsideName(bridge),
      since: `${formatSince(microsOf(sentAtUs), clockUs)} · ${formatDuration(clockUs - microsOf(sentAtUs))}`,
      title: `${accountId}: ${amount} ${asset}\n${transferId}`,
    }));
}
