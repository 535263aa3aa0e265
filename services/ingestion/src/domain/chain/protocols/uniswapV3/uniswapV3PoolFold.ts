import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { decodeUniswapV3PoolLog } from './decodeUniswapV3PoolLog.js';
import { afterLiquidity, afterSwap, atPrice, poolObserved, type PoolState } from './poolState.js';
import { UNISWAP_V3_POOL_ABI } from './uniswapV3Abi.js';
import type { UniswapV3PoolFact } from './uniswapV3Facts.js';

export interface UniswapV3PoolRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-pool';
  readonly kind: 'pool';
  readonly chain: string;
  readonly pool: string;
  readonly feed: string;
  readonly state: PoolState;
}

/** Fee growth that was read: of the whole pool under `global`, beside a tick under its number. */
export interface FeeGrowthRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-pool';
  readonly kind: 'fee_growth';
  readonly growth0X128: bigint;
  readonly growth1X128: bigint;
}

const readPoolCall = callReader(UNISWAP_V3_POOL_ABI);

/** Pools: `feed` of the observations. */
export const uniswapV3PoolFold: ProtocolFold<UniswapV3PoolFact, UniswapV3PoolRow | FeeGrowthRow> = {
  checkContract: (contract) => missingParameter(contract, { feed: 'text' }),

  decodeLog: (_contract, log) => decodedLogOf(decodeUniswapV3PoolLog(log)),

  decodeRead: readPool,

  apply: applyPool,

  open: () => [],

  // Liquidity in a pool is held through the position manager; an address that mints by itself isn't followed.
  positions: () => [],

  observations: (_key, row, _rows, place) =>
    row.kind === 'pool' ? poolObserved(row.state, { ...namesOf(row), hooks: '' }, place) : [],
};

export function uniswapV3PoolKey(pool: string): string {
  return `uniswap-v3-pool/${pool}`;
}

/** `place` is global, or a tick. */
export function feeGrowthKey(pool: string, place: 'global' | number): string {
  return `uniswap-v3-pool/${pool}/growth/${place}`;
}

function namesOf({ feed, chain, pool }: UniswapV3PoolRow): Pick<UniswapV3PoolRow, 'feed' | 'chain' | 'pool'> {
  return { feed, chain, pool };
}

function applyPool(rows: RowReader, fact: UniswapV3PoolFact, context: FactContext): readonly RowChange[] {
  const { contract, place } = context;
  const pool = contract.address;
  const held = (rows.get(uniswapV3PoolKey(pool)) as UniswapV3PoolRow | undefined)?.state;
  const to = (state: PoolState): readonly RowChange[] => [
    { key: uniswapV3PoolKey(pool), row: poolRow(contract, state) },
  ];
  switch (fact.kind) {
    case 'pool_priced':
      // A pool that begins has no liquidity yet; one that was read has the liquidity that is read with it.
      return to(atPrice(held, place.number, fact));
    case 'pool_swapped': {
      const amount0In = fact.amount0 > 0n ? fact.amount0 : 0n;
      const amount1In = fact.amount1 > 0n ? fact.amount1 : 0n;
      return to(afterSwap(held, place.number, { ...fact, amount0In, amount1In, lpFeePips: 0 }));
    }
    case 'pool_liquidity_changed':
      return held === undefined ? [] : to(afterLiquidity(held, fact));
    case 'pool_liquidity_read':
      return held === undefined ? [] : to({ ...held, liquidity: fact.liquidity });
    case 'fee_growth_read': {
      const before = growthAt(rows, pool, 'global');
      const changed = fact.token === 0 ? { growth0X128: fact.growthX128 } : { growth1X128: fact.growthX128 };
      return [{ key: feeGrowthKey(pool, 'global'), row: { ...before, ...changed } }];
    }
    case 'tick_read': {
      const row = {
        ...growthAt(rows, pool, fact.tick),
        growth0X128: fact.outside0X128,
        growth1X128: fact.outside1X128,
      };
      return [{ key: feeGrowthKey(pool, fact.tick), row }];
    }
    case 'pool_collected':
      return [];
  }
}

function poolRow(contract: WatchedContract, state: PoolState): UniswapV3PoolRow {
  const { chain, address } = contract;
  const feed = textParameter(contract, 'feed');
  return { protocol: 'uniswap-v3-pool', kind: 'pool', chain, pool: address, feed, state };
}

function growthAt(rows: RowReader, pool: string, place: 'global' | number): FeeGrowthRow {
  const none: FeeGrowthRow = { protocol: 'uniswap-v3-pool', kind: 'fee_growth', growth0X128: 0n, growth1X128: 0n };
  return (rows.get(feeGrowthKey(pool, place)) as FeeGrowthRow | undefined) ?? none;
}

function readPool(_contract: WatchedContract, read: ContractRead): DecodedRead<UniswapV3PoolFact> {
  const reading = readPoolCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'slot0': {
      const [sqrtPriceX96, tick] = call.result;
      return answered([{ kind: 'pool_priced', sqrtPriceX96, tick }]);
    }
    case 'liquidity':
      return answered([{ kind: 'pool_liquidity_read', liquidity: call.result }]);
    case 'feeGrowthGlobal0X128':
      return answered([{ kind: 'fee_growth_read', token: 0, growthX128: call.result }]);
    case 'feeGrowthGlobal1X128':
      return answered([{ kind: 'fee_growth_read', token: 1, growthX128: call.result }]);
    case 'ticks': {
      const [, liquidityNet, outside0X128, outside1X128] = call.result;
      return answered([{ kind: 'tick_read', tick: call.args[0], liquidityNet, outside0X128, outside1X128 }]);
    }
  }
}
