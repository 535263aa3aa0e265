import { decimalNumber } from '../format/decimalNumber.js';
import { feedName, instrumentName } from '../format/names.js';
import { formatNumber, formatUsd } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import { formatSince, microsOf } from '../format/times.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';

type OrderFlow = WatchedAnswer['flows']['lines'][number];

export interface FlowLine {
  readonly key: string;
  readonly name: string;
  readonly asset: string;
  readonly imbalance: string;
  readonly vpin: string;
  readonly volume: string;
  /** What the makers made against the price so many seconds later; below 0 the takers knew more. */
  readonly markouts: string;
  readonly lvr: string;
  readonly fees: string;
  readonly at: string;
  readonly title: string;
}

/** The order flow of each pool and book that is watched, over its last block or interval. */
export function flowLines(flows: readonly OrderFlow[], clockUs: number): FlowLine[] {
  return flows.map((flow) => {
    const { feed, instrumentId, number, observedAtUs } = flow;
    return {
      key: JSON.stringify([feed, instrumentId]),
      name: outsideName(feedName(feed)),
      asset: outsideName(instrumentName(instrumentId)),
      imbalance: formatNumber(decimalNumber(flow.orderFlowImbalance), 4),
      vpin: formatNumber(decimalNumber(flow.vpin), 3),
      volume: formatUsd(decimalNumber(flow.volumeUsd)),
      markouts: flow.markouts.map(({ afterSeconds, usd }) => `${afterSeconds} s ${usdOrNone(usd)}`).join(' · '),
      lvr: usdOrNone(flow.lvrUsd),
      fees: usdOrNone(flow.feesUsd),
      at: number === '0' ? formatSince(microsOf(observedAtUs), clockUs) : `block ${formatNumber(Number(number))}`,
      title: [feed, instrumentId].filter(Boolean).join('\n'),
    };
  });
}

function usdOrNone(text: string): string {
  return formatUsd(decimalNumber(text));
}
