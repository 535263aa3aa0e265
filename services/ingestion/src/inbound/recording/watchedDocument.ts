import { OrderFlowSource } from '@gimbal/contracts/ingestion/v1/health_events';
import type { Watched } from '../../domain/feedCatalogue.js';

/** What is watched as a manifest has it, so that `watchedSchema` reads the same again. */
export function watchedDocument({ orderFlow, protocolHealth }: Watched): object {
  return {
    orderFlow: orderFlow.map(({ feed, instrumentId, quoteFeed, terms }) => {
      const { source, bucketUnits, buckets, markoutSeconds, intervalSeconds, ...pool } = terms;
      const measured = { feed, instrumentId, quoteFeed, bucketUnits, buckets, markoutSeconds, intervalSeconds };
      if (source === OrderFlowSource.ORDER_FLOW_SOURCE_BOOK) return { source: 'book', ...measured };
      const swaps = source === OrderFlowSource.ORDER_FLOW_SOURCE_SWAP_LOGS;
      return { source: swaps ? 'swap-logs' : 'pool-intervals', ...measured, ...pool };
    }),
    protocolHealth,
  };
}
