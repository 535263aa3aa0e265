import { OrderFlowSource } from '@gimbal/contracts/ingestion/v1/health_events';
import { z } from 'zod';
import { BUCKETS_MAX, HORIZONS_MAX } from '../../domain/orderFlow/limits.js';
import { WATCHED_RESERVES_MAX } from '../../domain/protocolHealth/limits.js';
import { FEEDS_MAX } from '../../limits.js';

const name = z.string().min(1).max(200);
const decimals = z.int().min(0).max(77);
const token = z.union([z.literal(0), z.literal(1)]);
const feePips = z.int().min(0).max(999_999);
const unitsAboveZero = z
  .string()
  .regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'Expected a plain decimal.')
  .refine((text) => Number(text) > 0, 'Expected more than 0.');

const measured = {
  /** Of swap logs the contract's name, otherwise the feed. */
  feed: name,
  instrumentId: name,
  bucketUnits: unitsAboveZero,
  buckets: z.int().min(1).max(BUCKETS_MAX),
  markoutSeconds: z.array(z.int().min(1).max(86_400)).max(HORIZONS_MAX),
  /** The feed of the quote asset's price; empty when the quote is counted as a dollar. */
  quoteFeed: z.string().max(200).default(''),
};
const pool = { baseToken: token, token0Decimals: decimals, token1Decimals: decimals, feePips };
const intervalSeconds = z.int().min(1).max(86_400);

const orderFlow = z
  .discriminatedUnion('source', [
    z.strictObject({
      ...measured,
      ...pool,
      source: z.literal('swap-logs'),
      /** 0: by block. */
      intervalSeconds: z.int().min(0).max(86_400).default(0),
    }),
    z.strictObject({ ...measured, ...pool, source: z.literal('pool-intervals'), intervalSeconds }),
    z.strictObject({ ...measured, source: z.literal('book'), intervalSeconds }),
  ])
  .transform(({ feed, instrumentId, quoteFeed, source, ...terms }) => {
    const none = { baseToken: 0, token0Decimals: 0, token1Decimals: 0, feePips: 0 };
    return { feed, instrumentId, quoteFeed, terms: { ...none, ...terms, source: SOURCES[source] } };
  });

const SOURCES = {
  'swap-logs': OrderFlowSource.ORDER_FLOW_SOURCE_SWAP_LOGS,
  'pool-intervals': OrderFlowSource.ORDER_FLOW_SOURCE_POOL_INTERVALS,
  book: OrderFlowSource.ORDER_FLOW_SOURCE_BOOK,
} as const;

const protocolHealth = z.strictObject({
  deployment: name,
  reserves: z
    .array(
      z.strictObject({
        asset: name,
        slippageBps: z.int().min(1).max(9_999),
        pools: z.array(z.strictObject({ feed: name, assetIsToken: token, feePips })).max(FEEDS_MAX),
      }),
    )
    .min(1)
    .max(WATCHED_RESERVES_MAX),
  stepBps: z.int().min(1).max(10_000),
  everySeconds: z.int().min(1),
});

/** What more than its observations is said of pools, books and deployments: nothing unless it is listed. */
export const watchedSchema = z
  .strictObject({
    orderFlow: z.array(orderFlow).max(FEEDS_MAX).default([]),
    protocolHealth: z.array(protocolHealth).max(FEEDS_MAX).default([]),
  })
  .default({ orderFlow: [], protocolHealth: [] });
