import { z } from 'zod';
import { ENDPOINTS_MAX } from './limits.js';

const ADDRESS = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** One node. */
export const evmEndpointSchema = z.strictObject({
  /** Stands in what is said of it, since its address may contain a key. */
  name: z.string().min(1),
  /** http, https, ws or wss. */
  url: z.url({ protocol: /^(https?|wss?)$/ }),
  /** A socket beside an http address, for announcements of new heads alone. */
  announcements: z.url({ protocol: /^wss?$/ }).optional(),
  /** Calls a second, each call of a batch counted. */
  requestsPerSecond: z.number().positive().default(50),
});

/** The way to one chain: which nodes, how many of them have to agree, and how often they are asked. */
export const evmConnectorSchema = z
  .strictObject({
    chainId: z.number().int().positive(),
    endpoints: z.array(evmEndpointSchema).min(1).max(ENDPOINTS_MAX),
    /** Nodes that have to agree on a block before it is taken. */
    quorum: z.number().int().positive().default(1),
    /** The first block to deliver where nothing was delivered yet; the head without it. */
    startBlock: z.number().int().nonnegative().optional(),
    /** A slot of mainnet is 12 s; new heads come by announcement where a socket is there. */
    pollMs: z.number().int().positive().default(2_000),
    requestTimeoutMs: z.number().int().positive().optional(),
    /** Everything is read in every so many blocks, whether a log calls for it or not: an hour of mainnet. */
    reconcileEveryBlocks: z.number().int().positive().default(300),
    /** The contract for many reads in one call; null on a chain without one. */
    multicall: ADDRESS.nullable().optional(),
    /**
     * Header hash, bloom and receipts root are those of Ethereum, and are checked. To be switched off on chains that hash
     * otherwise or leave logs out of the bloom (zkSync's, Polygon's state syncs).
     */
    ethereumHeaders: z.boolean().default(true),
  })
  .refine(({ quorum, endpoints }) => quorum <= endpoints.length, 'Expected a quorum of at most all endpoints.')
  .refine(
    ({ endpoints }) => new Set(endpoints.map(({ name }) => name)).size === endpoints.length,
    'Expected names of endpoints that differ.',
  );

export type EvmConnectorConfig = z.infer<typeof evmConnectorSchema>;
export type EvmConnectorInput = z.input<typeof evmConnectorSchema>;
