import { z } from 'zod';
import { PROTOCOL_IDS } from '../../domain/chain/chainFact.js';
import { chainFeed } from '../../domain/chain/chainFeed.js';
import { watchFaults } from '../../domain/chain/watchFaults.js';
import { TAIL_BLOCKS_MAX } from '../../limits.js';
import { createEvmConnector, type EvmConnector, type EvmIo } from './createEvmConnector.js';
import { evmConnectorSchema, evmEndpointSchema } from './evmConnectorOptions.js';
import type { BlockRef } from './follow/chainCursor.js';

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase());
const parameter = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** What a deployment's configuration says under `watch` of an `evm` connector. */
export const evmWatchSchema = z.strictObject({
  chainId: z.int().positive(),
  /** The names of the endpoints, in their order; `node-1` and so on when left out. */
  names: z.array(z.string().min(1)).optional(),
  /** Calls a second to each endpoint. */
  requestsPerSecond: evmEndpointSchema.shape.requestsPerSecond,
  contracts: z.array(
    z.strictObject({
      name: z.string().min(1),
      address,
      protocol: z.enum(PROTOCOL_IDS),
      parameters: z.record(z.string(), parameter).default({}),
    }),
  ),
  accounts: z
    .array(z.strictObject({ accountId: z.string().min(1), address, opening: z.enum(['zero', 'read']) }))
    .default([]),
  finality: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('tag') }),
      z.strictObject({ by: z.literal('depth'), blocks: z.int().positive().max(TAIL_BLOCKS_MAX) }),
    ])
    .default({ by: 'tag' }),
  /** How what blocks say of gas is said as a price; nothing is said of it when left out. */
  gas: z
    .strictObject({
      feed: z.string().min(1),
      coinOracle: z.string().min(1).optional(),
      assumedCoinPriceUsd: z.string().regex(/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, 'Expected a plain decimal.'),
      /** The transaction whose L1 data fee is spread over its gas: bytes as compressed, and gas. */
      reference: z.strictObject({ bytes: z.int().positive(), gasUsed: z.int().positive() }).optional(),
    })
    .optional(),
  startBlock: z.int().nonnegative().optional(),
  pollMs: z.int().positive().optional(),
  requestTimeoutMs: z.int().positive().optional(),
  reconcileEveryBlocks: z.int().positive().optional(),
  multicall: address.nullable().optional(),
  ethereumHeaders: z.boolean().optional(),
});

/** The configuration of a connector of the kind `evm`, as the host has it; `Secret` is where an address with a key is. */
export interface EvmConnectorEntry<Secret> {
  readonly id?: string | undefined;
  readonly staleAfterSeconds: number;
  readonly chain: string;
  readonly endpoints: readonly (string | Secret)[];
  readonly quorum: number;
  readonly watch: z.input<typeof evmWatchSchema>;
}

/** Builds a connector from a deployment's configuration. Throws when that is none, and names no address. */
export function buildEvmConnector<Secret>(
  entry: EvmConnectorEntry<Secret>,
  context: {
    readonly io: EvmIo;
    secret(source: Secret): string;
    resume?(chain: string): readonly BlockRef[] | undefined;
    tokenIds?(chain: string): readonly bigint[];
  },
): EvmConnector {
  const { names, requestsPerSecond, contracts, accounts, finality, gas, ...terms } = evmWatchSchema.parse(entry.watch);
  const { chain, quorum, staleAfterSeconds } = entry;
  const id = entry.id ?? `evm/${chain}`;
  const watch = {
    chain,
    contracts: contracts.map((contract) => ({ ...contract, chain })),
    accounts: accounts.map((account) => ({ ...account, chain })),
    finality,
    ...(gas === undefined ? {} : { gas }),
  };
  const [fault] = watchFaults(watch);
  if (fault !== undefined) throw new Error(fault);
  const endpoints = entry.endpoints.map((source, place) => ({
    name: names?.[place] ?? `node-${place + 1}`,
    url: typeof source === 'string' ? source : context.secret(source),
    requestsPerSecond,
  }));
  return createEvmConnector({
    id,
    feed: { id: chainFeed(chain), decoder: 'evm-block-json', ...watch, staleAfterSeconds, assumed: null },
    config: evmConnectorSchema.parse({ ...terms, endpoints, quorum }),
    resume: () => context.resume?.(chain),
    tokenIds: () => context.tokenIds?.(chain) ?? [],
    io: context.io,
  });
}
