import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, FactContext, ProtocolFold, RowChange, RowReader } from '../protocolFold.js';
import { decodeUniswapV3PoolLog } from './decodeUniswapV3PoolLog.js';
import {
  type FeeGrowthRow,
  feeGrowthKey,
  poolPositionKey,
  type PoolPositionRow,
  uniswapV3PoolKey,
  type UniswapV3PoolRow,
} from './poolRows.js';
import { afterLiquidity, afterSwap, atPrice, poolObserved, type PoolState } from './poolState.js';
import { UNISWAP_V3_POOL_ABI } from './uniswapV3Abi.js';
import type { UniswapV3PoolFact } from './uniswapV3Facts.js';

const readPoolCall = callReader(UNISWAP_V3_POOL_ABI);

/** Pools: `feed` of the observations. */
export const uniswapV3PoolFold: ProtocolFold<UniswapV3PoolFact, UniswapV3PoolRow | FeeGrowthRow | PoolPositionRow> = {
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
      const before = growthAt(rows, pool, 'global', place.number);
      const changed = fact.token === 0 ? { growth0X128: fact.growthX128 } : { growth1X128: fact.growthX128 };
      return [{ key: feeGrowthKey(pool, 'global'), row: { ...before, ...changed } }];
    }
    case 'tick_read': {
      const row = {
        ...growthAt(rows, pool, fact.tick, place.number),
        growth0X128: fact.outside0X128,
        growth1X128: fact.outside1X128,
      };
      return [{ key: feeGrowthKey(pool, fact.tick), row }];
    }
    case 'pool_position_read': {
      const { kind: _kind, key, ...read } = fact;
      const row: PoolPositionRow = {
        protocol: 'uniswap-v3-pool',
        kind: 'pool_position',
        number: place.number,
        ...read,
      };
      return [{ key: poolPositionKey(pool, key), row }];
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

/** The growth as it is known, on its way to what it is at the end of a block. */
function growthAt(rows: RowReader, pool: string, place: 'global' | number, number: bigint): FeeGrowthRow {
  const none = { protocol: 'uniswap-v3-pool', kind: 'fee_growth', growth0X128: 0n, growth1X128: 0n } as const;
  return { ...none, ...(rows.get(feeGrowthKey(pool, place)) as FeeGrowthRow | undefined), number };
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
    case 'positions': {
      const [liquidity, inside0LastX128, inside1LastX128, owed0, owed1] = call.result;
      const read = { liquidity, inside0LastX128, inside1LastX128, owed0, owed1 };
      return answered([{ kind: 'pool_position_read', key: call.args[0], ...read }]);
    }
    case 'ticks': {
      const [, liquidityNet, outside0X128, outside1X128] = call.result;
      return answered([{ kind: 'tick_read', tick: call.args[0], liquidityNet, outside0X128, outside1X128 }]);
    }
  }
}
