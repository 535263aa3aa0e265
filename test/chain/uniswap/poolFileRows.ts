import type { AdversePool } from './adversePools.ts';
import type { PoolLog } from './poolLogs.ts';

export interface PoolFileRows {
  readonly config: readonly Row[];
  readonly liquidity: readonly Row[];
  readonly swaps: readonly Row[];
}
export type Row = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, number>> = { Mint: 1, Burn: 2 };

/** A pool's logs in the columns of the archive that the sample is from; mints first, then burns, as it stores them. */
export function poolFileRows(pool: AdversePool): PoolFileRows {
  const { token0, token1, fee, tickSpacing, initialSqrtPriceX96, logs } = pool;
  const config = {
    id: 1,
    pool_config_id: pool.name,
    token0,
    token1,
    fee,
    tick_spacing: tickSpacing,
    initial_sqrt_price_X96: String(initialSqrtPriceX96),
    initialization_event_block_number: logs[0]?.block ?? 0,
    latest_event_block_number: logs.at(-1)?.block ?? 0,
    timestamp: '2021-12-05 16:13:54',
  };
  const rows = (name: string): Row[] => logs.filter((log) => log.name === name).map((log) => rowOf(log));
  return { config: [config], liquidity: numbered([...rows('Mint'), ...rows('Burn')]), swaps: numbered(rows('Swap')) };
}

function numbered(rows: readonly Row[]): Row[] {
  return rows.map((row, at) => ({ id: at + 1, ...row }));
}

function rowOf({ name, args, block, logIndex }: PoolLog): Row {
  const text = (field: string): string => String(args[field]);
  const place = { block_number: block, transaction_index: 0, log_index: logIndex, date: '2021-11-09 00:22:57' };
  const people = { msg_sender: text('sender'), recipient: 'recipient' in args ? text('recipient') : text('owner') };
  const amounts = { amount0: text('amount0'), amount1: text('amount1') };
  if (name === 'Swap') {
    const after = { sqrt_price_x96: text('sqrtPriceX96'), liquidity: text('liquidity'), tick: args['tick'] };
    return { ...people, ...amounts, ...after, ...place };
  }
  const range = { tick_lower: args['tickLower'], tick_upper: args['tickUpper'] };
  return { type: TYPES[name], ...people, liquidity: text('amount'), ...amounts, ...range, ...place };
}
