import { event } from '@gimbal/contracts';
import { PoolReservesObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { EPOCH_SECONDS_MAX, US_PER_SECOND } from './fieldText.js';
import { integerFields } from './integerFields.js';
import { jsonObject } from './jsonFields.js';

/** A pair keeps its reserves as uint112 (Uniswap v2-core); its token's supply is a uint256. */
const RANGES = {
  reserve0: [1n, 2n ** 112n - 1n],
  reserve1: [1n, 2n ** 112n - 1n],
  totalSupply: [1n, 2n ** 256n - 1n],
  blockTimestamp: [0n, EPOCH_SECONDS_MAX],
} as const;

/**
 * A Uniswap v2 pair as `getReserves` and `totalSupply` return it at a block, integers as text. A pair without reserves or
 * without a supply has no price and no shares, and is refused.
 */
export function decodePoolReserves(line: string, feed: FeedOf<'univ2-reserves-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const fields = integerFields(object.value, RANGES);
  if (!fields.ok) return refused(fields.reason);
  const { reserve0, reserve1, totalSupply, blockTimestamp } = fields.value;
  const observedAtUs = blockTimestamp * US_PER_SECOND;
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs,
    event: event(PoolReservesObserved, {
      feed: feed.id,
      chain: feed.chain,
      pool: feed.pool,
      reserve0: reserve0.toString(),
      reserve1: reserve1.toString(),
      totalSupply: totalSupply.toString(),
      observedAtUs,
    }),
  };
}
