import { z } from 'zod';

/** What the paper venues, the sizing and the gloves are set to. Every default is named in the README. */
export const executionConfigSchema = z.strictObject({
  /** From the intent to the earliest fill: half a minute's worth of blocks would be late, one block too good. */
  delaySeconds: z.number().nonnegative().max(3_600).default(12),
  /** On the domain clock. An approval ages with its proposal. */
  proposalTtlSeconds: z.number().positive().max(86_400).default(600),
  /** How far from the pool's price an order may fill. */
  slippageBoundBps: z.number().int().positive().max(2_000).default(100),
  /** Share of that way that an action's own size may move the pool: the rest is left for the market while we wait. */
  depthShare: z.number().positive().max(1).default(0.5),
  /** One action is never larger; a cure that needs more is cut to it. */
  maxNotionalUsd: z.number().positive().default(1_000_000),
  /** Nothing is proposed or filled on another venue. */
  allowedVenues: z.array(z.string().min(1)).default(['paper', 'uniswap-v3', 'aave-v3']),
  /** After a refusal a cure is proposed again when the value went this share of the level further out. */
  worsenedByLevelShare: z.number().positive().max(1).default(0.01),
  hedge: z
    .strictObject({
      underlying: z.string().default('ETH'),
      quoteInstrumentId: z.string().default('spot:USDC'),
      /** Digits after the point of a hedge's quantity. */
      quantityScale: z.number().int().nonnegative().max(8).default(2),
      perp: z
        .strictObject({
          venue: z.string().default('paper'),
          instrumentId: z.string().default('perp:paper:ETH-USD'),
          takerFeeBps: z.number().nonnegative().max(100).default(5),
        })
        .prefault({}),
      pool: z
        .strictObject({
          venue: z.string().default('uniswap-v3'),
          feed: z.string().default('uniswap-v3:polygon:usdc-weth-005'),
          chain: z.string().default('polygon'),
          instrumentId: z.string().default('spot:WETH'),
          token0Decimals: z.number().int().min(0).max(18).default(6),
          token1Decimals: z.number().int().min(0).max(18).default(18),
          volatileIsToken: z.union([z.literal(0), z.literal(1)]).default(1),
          /** Millionths. */
          feePips: z.number().int().nonnegative().max(100_000).default(500),
          gasUnits: z.number().int().positive().default(180_000),
          /** Beside ingestion's own mark of staleness: the pool is recorded by the minute. */
          ageSecondsMax: z.number().positive().default(300),
        })
        .prefault({}),
    })
    .prefault({}),
  repay: z
    .strictObject({
      asset: z.string().default('USDC'),
      instrumentId: z.string().default('spot:USDC'),
      lotUsd: z.number().int().positive().default(10_000),
      gasUnits: z.number().int().positive().default(250_000),
    })
    .prefault({}),
});

export type ExecutionConfig = z.infer<typeof executionConfigSchema>;

/** Reads a configuration; what is left out takes its default. Throws a ZodError that names each field at fault. */
export function parseExecutionConfig(input: unknown): ExecutionConfig {
  return executionConfigSchema.parse(input);
}

const fromEnvironment = {
  delaySeconds: 'GIMBAL_EXECUTION_DELAY_SECONDS',
  proposalTtlSeconds: 'GIMBAL_EXECUTION_PROPOSAL_TTL_SECONDS',
  slippageBoundBps: 'GIMBAL_EXECUTION_SLIPPAGE_BOUND_BPS',
  maxNotionalUsd: 'GIMBAL_EXECUTION_MAX_NOTIONAL_USD',
} as const;

/**
 * The configuration of a process: defaults, what a document in the form of the schema says, and the gloves that an operator
 * sets beside it. Throws a ZodError that names each field at fault.
 */
export function executionConfigOf(
  environment: Readonly<Record<string, string | undefined>>,
  document: Readonly<Record<string, unknown>> = {},
): ExecutionConfig {
  const numbers = Object.entries(fromEnvironment).flatMap(([field, name]) => {
    const text = environment[name];
    return text === undefined || text === '' ? [] : [[field, Number(text)] as const];
  });
  const lot = environment['GIMBAL_EXECUTION_REPAY_LOT_USD'];
  const venues = environment['GIMBAL_EXECUTION_ALLOWED_VENUES'];
  const repay = typeof document['repay'] === 'object' ? document['repay'] : {};
  return parseExecutionConfig({
    ...document,
    ...Object.fromEntries(numbers),
    ...(lot === undefined || lot === '' ? {} : { repay: { ...repay, lotUsd: Number(lot) } }),
    ...(venues === undefined || venues === '' ? {} : { allowedVenues: venues.split(',') }),
  });
}
