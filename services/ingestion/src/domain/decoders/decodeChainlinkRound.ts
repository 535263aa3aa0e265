import { event } from '@gimbal/contracts';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { cellsOf, epochSecondsField, integerField } from './fieldText.js';

export const CHAINLINK_ROUND_COLUMNS = ['round', 'answer', 'startedAt', 'updatedAt', 'answeredInRound'] as const;

/** A round id of a proxy is uint80: 16 bits of phase above 64 bits of the aggregator's own round. */
const MAX_UINT80 = 2n ** 80n - 1n;
const MAX_INT192 = 2n ** 191n - 1n;

/** A round of a price feed as `getRoundData` returns it. A price of zero or less is no price. */
export function decodeChainlinkRound(line: string, feed: FeedOf<'chainlink-round-csv'>): Decoded {
  const cells = cellsOf(line, CHAINLINK_ROUND_COLUMNS);
  if (!cells.ok) return refused(cells.reason);
  const [round = '', answerText = '', , updated = ''] = cells.value;
  const roundId = integerField(round, 'round', 1n, MAX_UINT80);
  if (!roundId.ok) return refused(roundId.reason);
  const answer = integerField(answerText, 'answer', 1n, MAX_INT192);
  if (!answer.ok) return refused(answer.reason);
  const updatedAt = epochSecondsField(updated, 'updatedAt');
  if (!updatedAt.ok) return refused(updatedAt.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: updatedAt.value,
    event: event(OracleRoundObserved, {
      feed: feed.id,
      asset: feed.asset,
      roundId: roundId.value.toString(),
      answer: answer.value.toString(),
      decimals: feed.decimals,
      updatedAtUs: updatedAt.value,
      assumed: feed.assumed !== null,
    }),
  };
}
