import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { entryParameter, listParameter, missingParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { afterLiquidity, afterSwap, atPrice, poolObserved, type PoolState } from '../uniswapV3/poolState.js';
import { decodeUniswapV4ManagerLog } from './decodeUniswapV4ManagerLog.js';
import { UNISWAP_V4_STATE_VIEW_ABI, UNISWAP_V4_STORAGE_ABI } from './uniswapV4Abi.js';
import { storageWordKey, type StorageWordRow } from './storageRows.js';
import type { UniswapV4Fact } from './uniswapV4Facts.js';
import {
  applyV4Position,
  openV4Position,
  type UniswapV4PositionRow,
  v4Held,
  v4Position,
  v4PositionChanged,
  v4State,
} from './v4Positions.js';

export interface UniswapV4PoolRow extends ProtocolRow {
  readonly protocol: 'uniswap-v4-manager';
  readonly kind: 'v4_pool';
  readonly chain: string;
  readonly pool: string;
  readonly feed: string;
  readonly hooks: string;
  readonly state: PoolState;
}

const readStateView = callReader([...UNISWAP_V4_STATE_VIEW_ABI, ...UNISWAP_V4_STORAGE_ABI]);

/**
 * The pool manager, and the view of its state as a contract of its own (`role` view, with the same parameters): `pools`, a
 * list of `POOL_ID=FEED/HOOKS` of the pools that are followed. Positions are those of the watched position manager.
 */
export const uniswapV4ManagerFold: ProtocolFold<
  UniswapV4Fact,
  UniswapV4PoolRow | StorageWordRow | UniswapV4PositionRow
> = {
  checkContract(contract) {
    const missing = missingParameter(contract, { pools: 'list' });
    if (missing !== undefined) return missing;
    const wrong = listParameter(contract, 'pools').find((text) => !/^0x[0-9a-f]{64}=[^=]+\/0x[0-9a-f]{40}$/.test(text));
    return wrong === undefined
      ? undefined
      : `Expected POOL_ID=FEED/HOOKS in pools of ${contract.name}, was "${wrong}".`;
  },

  decodeLog: (_contract, log) => decodedLogOf<UniswapV4Fact>(decodeUniswapV4ManagerLog(log)),

  decodeRead: readView,

  apply: applyManager,

  open: openV4Position,

  positions: (_key, row) => (row.kind === 'v4_nft' ? v4Held(row) : []),

  observations(_key, row, _rows, place) {
    if (row.kind !== 'v4_pool') return [];
    const { feed, chain, pool, hooks } = row;
    return poolObserved(row.state, { feed, chain, pool, hooks }, place);
  },
};

function applyManager(rows: RowReader, fact: UniswapV4Fact, context: FactContext): readonly RowChange[] {
  const { contract, place } = context;
  switch (fact.kind) {
    case 'v4_priced':
      return withPool(rows, contract, fact.pool, (held) => atPrice(held, place.number, fact));
    case 'v4_swapped':
      return withPool(rows, contract, fact.pool, (held) => afterSwap(held, place.number, fact));
    case 'v4_liquidity_read':
      return withPool(rows, contract, fact.pool, (held) =>
        held === undefined ? undefined : { ...held, liquidity: fact.liquidity },
      );
    case 'v4_liquidity_changed': {
      const pool = withPool(rows, contract, fact.pool, (held) =>
        held === undefined ? undefined : afterLiquidity(held, fact),
      );
      const numbered = context.watch.contractAt(fact.sender)?.protocol === 'uniswap-v4-positions';
      const held = numbered ? v4Position(rows, fact.salt) : undefined;
      if (held?.liquidity === undefined) return pool;
      const { lowerTick, upperTick } = fact;
      const range = { pool: fact.pool, lowerTick, upperTick };
      // Whatever was owed is paid out by each change, to nothing left.
      return [...pool, v4PositionChanged({ ...held, range, liquidity: held.liquidity + fact.liquidity, owed: [] })];
    }
    case 'v4_storage_read':
      return fact.words.map(({ slot, word }) => {
        const row: StorageWordRow = { protocol: 'uniswap-v4-manager', kind: 'v4_word', number: place.number, word };
        return { key: storageWordKey(slot), row };
      });
    case 'v4_donated':
      return [];
    case 'v4_nft_moved':
    case 'v4_nft_read':
      return applyV4Position(rows, fact, context);
  }
}

function withPool(
  rows: RowReader,
  contract: WatchedContract,
  pool: string,
  change: (held: PoolState | undefined) => PoolState | undefined,
): readonly RowChange[] {
  const entry = entryParameter(contract, 'pools', pool);
  if (entry === undefined) return [];
  const key = `uniswap-v4-manager/${pool}`;
  const state = change((rows.get(key) as UniswapV4PoolRow | undefined)?.state);
  if (state === undefined) return [];
  const end = entry.lastIndexOf('/');
  const names = { feed: entry.slice(0, end), hooks: entry.slice(end + 1), chain: contract.chain, pool };
  const row: UniswapV4PoolRow = { protocol: 'uniswap-v4-manager', kind: 'v4_pool', ...names, state };
  return [{ key, row }];
}

function readView(contract: WatchedContract, read: ContractRead): DecodedRead<UniswapV4Fact> {
  const reading = readStateView(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'getSlot0': {
      const [sqrtPriceX96, tick] = call.result;
      // A pool that nobody has opened reads as zeros.
      return answered(sqrtPriceX96 === 0n ? [] : [{ kind: 'v4_priced', pool: call.args[0], sqrtPriceX96, tick }]);
    }
    case 'getLiquidity':
      return answered([{ kind: 'v4_liquidity_read', pool: call.args[0], liquidity: call.result }]);
    case 'getPositionInfo': {
      const [pool, , lowerTick, upperTick, salt] = call.args;
      if (lowerTick >= upperTick) {
        return refusal('impossible_value', `Expected a lower tick below ${upperTick}, was ${lowerTick}.`);
      }
      const [liquidity] = call.result;
      const tokenId = BigInt(salt);
      const range = { pool, lowerTick, upperTick };
      const states = read.accountId === undefined ? [] : [v4State(contract, read.accountId, tokenId, range, liquidity)];
      const { accountId } = read;
      return answered(
        [{ kind: 'v4_nft_read', tokenId, accountId, currencies: undefined, ...range, liquidity }],
        states,
      );
    }
    case 'extsload': {
      const [slots] = call.args;
      const words = call.result;
      if (words.length !== slots.length) {
        return refusal('impossible_value', `Expected ${slots.length} words of storage, were ${words.length}.`);
      }
      return answered([
        { kind: 'v4_storage_read', words: slots.map((slot, at) => ({ slot, word: BigInt(words[at] ?? '0x0') })) },
      ]);
    }
  }
}
