import { isMarginEngineId } from '@gimbal/margin';
import { z } from 'zod';
import { PROTOCOL_IDS } from '../../domain/chain/chainFact.js';
import { chainFeed } from '../../domain/chain/chainFeed.js';
import { watchFaults } from '../../domain/chain/watchFaults.js';
import type { FeedDescription } from '../../domain/feedDescription.js';
import {
  governanceLogFeed,
  governancePayloadFeed,
  marginAccountFeed,
  userEModeFeed,
} from '../../domain/sourceIdentity.js';
import {
  FEEDS_MAX,
  RECORDED_DAYS_MAX,
  TAIL_BLOCKS_MAX,
  WATCHED_ACCOUNTS_MAX,
  WATCHED_CONTRACTS_MAX,
} from '../../limits.js';
import { watchedSchema } from './watchedSchema.js';

const decimal = z.string().regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'Expected a plain decimal.');
const signedDecimal = z.string().regex(/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'Expected a plain decimal.');
const name = z.string().min(1).max(200);
const address = z.string().regex(/^0x[0-9a-f]{40}$/, 'Expected an address, lower case.');
/** A file of the folder itself: a manifest can't reach outside. */
const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:csv|ndjson|json)(?:\.gz)?$/, 'Expected a file name.');

const standing = {
  id: name,
  /** Age beyond which the feed is stale; null for a feed that speaks only when it must. */
  staleAfterSeconds: z.int().positive().nullable(),
  /** Why the values are assumed; null when they are recorded. */
  assumed: z.string().min(1).nullable(),
  /** Of an oracle: how far it may stand from the market, and which feed that is. */
  band: z.strictObject({ limitBps: z.number().positive().max(10_000), marketFeed: name.optional() }).optional(),
  /** Of a pool whose quote token is worth a dollar: the asset that it prices. */
  prices: z
    .strictObject({
      asset: name,
      token0Decimals: z.int().min(0).max(77),
      token1Decimals: z.int().min(0).max(77),
      volatileIsToken: z.union([z.literal(0), z.literal(1)]),
    })
    .optional(),
};

/** Where the frames of a feed come from: recorded files, records of the manifest itself, or one value said again. */
const content = {
  files: z.array(fileName).default([]),
  /** What is delivered in the first step of what was recorded before the day: the last observation, all, or nothing. */
  before: z.enum(['last', 'all', 'none']).default('none'),
  /** The feed is left out when its files are not there. */
  optional: z.boolean().default(false),
  inline: z.array(z.record(z.string(), z.unknown())).default([]),
  repeat: z.object({ value: decimal, everySeconds: z.int().positive() }).optional(),
};

const ruleset = z.string().refine(isMarginEngineId, 'Expected an engine of libs/margin.');
const share = z.number().min(0).lt(1);

const decimals = z.int().min(0).max(77);
/** Chains stand at the beginning of keys, before a bar. */
const chainName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Expected the name of a chain.');
const parameter = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const watchedContract = z.strictObject({
  name,
  chain: chainName,
  address,
  protocol: z.enum(PROTOCOL_IDS),
  parameters: z.record(z.string(), parameter).default({}),
});
const watchedAccount = z.strictObject({
  accountId: z.string().regex(/^[^|]{1,200}$/, 'Expected the id of an account.'),
  chain: chainName,
  address,
  opening: z.enum(['zero', 'read']),
});
const finality = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('tag') }),
  z.strictObject({ by: z.literal('depth'), blocks: z.int().positive().max(TAIL_BLOCKS_MAX) }),
]);
const gas = z.strictObject({
  feed: name,
  coinOracle: name.optional(),
  assumedCoinPriceUsd: decimal,
  reference: z.strictObject({ bytes: z.int().positive(), gasUsed: z.int().positive() }).optional(),
});
/** A feed of a recording, or one whose records a live configuration has itself. */
export const recordedFeedSchema = z.discriminatedUnion('decoder', [
  z.strictObject({ ...standing, ...content, decoder: z.literal('demeter-pool-minute-csv'), chain: name, pool: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('chainlink-round-csv'), asset: name, decimals }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('demeter-gas-minute-csv'),
    chain: name,
    assumedCoinPriceUsd: decimal,
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('demeter-aave-minute-csv'),
    deployment: name,
    asset: name,
  }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('demeter-squeeth-minute-csv'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('assumed-price-json'), asset: name, decimals }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('assumed-vol-json'), underlying: name }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('tardis-option-summary-json'),
    venue: name,
    underlying: name,
    quote: name,
    inverse: z.boolean(),
  }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('derive-svi-json'), venue: name, underlying: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('univ2-reserves-json'), chain: name, pool: address }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('univ4-pool-json'),
    chain: name,
    poolId: z.string().regex(/^0x[0-9a-f]{64}$/, "Expected the hash of a pool's key."),
    hooks: address,
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('conversion-rate-json'),
    instrumentId: z.string().regex(/^(?:wrapped|staked|synth):/, 'Expected a wrapped, staked or synthetic asset.'),
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('debt-pool-json'),
    instrumentId: z.string().regex(/^debtshare:/, 'Expected a share of a debt pool.'),
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('perp-quote-json'),
    venue: name,
    instrumentId: z.string().regex(/^i?perp:/, 'Expected a perpetual.'),
  }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('reserve-configuration-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('lending-action-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('governance-log-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('governance-payload-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('emode-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('user-emode-json'), deployment: name, account: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('margin-parameters-json'), deployment: name }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('margin-market-json'), deployment: name, ruleset }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('margin-account-json'),
    deployment: name,
    ruleset,
    account: name,
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('hyperliquid-meta-json'),
    deployment: name,
    rules: z.enum(['2023-03', '2024']),
    liquidation: z.strictObject({ slippageShare: share, feeShare: share }).optional(),
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('hyperliquid-account-json'),
    deployment: name,
    account: name,
  }),
  z.strictObject({ ...standing, ...content, decoder: z.literal('hyperliquid-marks-json'), deployment: name }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('assumed-perp'),
    venue: name,
    instrumentId: name,
    poolFeed: name,
    token0Decimals: decimals,
    token1Decimals: decimals,
    volatileIsToken: z.union([z.literal(0), z.literal(1)]),
    fundingRate: signedDecimal,
    fundingIntervalSeconds: z.int().positive(),
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('evm-block-json'),
    chain: chainName,
    contracts: z.array(watchedContract).max(WATCHED_CONTRACTS_MAX),
    accounts: z.array(watchedAccount).max(WATCHED_ACCOUNTS_MAX),
    finality,
    gas: gas.optional(),
  }),
  z.strictObject({
    ...standing,
    ...content,
    decoder: z.literal('venue-session'),
    venue: name,
    account: name.optional(),
    deployment: name.optional(),
  }),
]);

const manifestSchema = z
  .strictObject({
    format: z.literal('gimbal-recording/1'),
    title: z.string().min(1),
    day: z.iso.date(),
    /** How many days the recording holds, from `day` on. */
    days: z.int().min(1).max(RECORDED_DAYS_MAX).default(1),
    timing: z.string().min(1),
    /** The inputs that no record exists for, in sentences. */
    assumptions: z.array(z.string().min(1)),
    feeds: z.array(recordedFeedSchema).min(1).max(FEEDS_MAX),
    /** The folder is a journal: what connectors delivered stands in its segments, and no feed has files. */
    journal: z.strictObject({ format: z.literal('gimbal-journal/1') }).optional(),
    watched: watchedSchema,
  })
  .superRefine((manifest, context) => {
    const seen = new Set<string>();
    for (const [index, described] of manifest.feeds.entries()) {
      const refuse = (message: string): void => context.addIssue({ code: 'custom', path: ['feeds', index], message });
      if (seen.has(described.id)) refuse(`Expected "${described.id}" once, was there twice.`);
      seen.add(described.id);
      if (manifest.journal !== undefined && (described.files.length > 0 || described.inline.length > 0)) {
        refuse('Expected frames of the journal alone, were files or records of the manifest.');
      }
      const fixed = fixedIdOf(described);
      if (fixed !== undefined && described.id !== fixed) refuse(`Expected the id "${fixed}", was "${described.id}".`);
    }
    for (const [index, described] of manifest.feeds.entries()) {
      const faults = described.decoder === 'evm-block-json' ? watchFaults(described) : [];
      for (const message of faults) context.addIssue({ code: 'custom', path: ['feeds', index], message });
    }
    for (const [index, described] of manifest.feeds.entries()) {
      if (described.decoder !== 'assumed-perp') continue;
      const pool = manifest.feeds.find((other) => other.id === described.poolFeed);
      if (pool?.decoder === 'demeter-pool-minute-csv') continue;
      const message = `Expected a pool feed to follow, was "${described.poolFeed}".`;
      context.addIssue({ code: 'custom', path: ['feeds', index, 'poolFeed'], message });
    }
  });

export type RecordingManifest = z.infer<typeof manifestSchema>;
export type RecordedFeed = RecordingManifest['feeds'][number];

/** Events that carry no feed have one that is named after what they carry. */
function fixedIdOf(feed: FeedDescription): string | undefined {
  if (feed.decoder === 'governance-log-json') return governanceLogFeed(feed.deployment);
  if (feed.decoder === 'governance-payload-json') return governancePayloadFeed(feed.deployment);
  if (feed.decoder === 'margin-account-json' || feed.decoder === 'hyperliquid-account-json') {
    return marginAccountFeed(feed.deployment, feed.account);
  }
  if (feed.decoder === 'evm-block-json') return chainFeed(feed.chain);
  if (feed.decoder === 'user-emode-json') return userEModeFeed(feed.deployment, feed.account);
  return undefined;
}

/** Reads a manifest; throws with every field that is wrong. */
export function parseManifest(text: string, where: string): RecordingManifest {
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`Expected a recording in ${where}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
