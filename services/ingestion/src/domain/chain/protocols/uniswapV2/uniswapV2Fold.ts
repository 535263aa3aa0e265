import { event } from '@gimbal/contracts';
import { PoolReservesObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace, ContractRead, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { openHolding } from '../erc20/erc20Fold.js';
import { type TokenHoldingRow, type TokenMoved, ZERO_ADDRESS } from '../erc20/erc20Facts.js';
import { afterTokenMove, positionOfHolding, tokenState } from '../erc20/tokenHolding.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { decodeUniswapV2Log, type PairSynced } from './decodeUniswapV2Log.js';
import { UNISWAP_V2_PAIR_ABI } from './uniswapV2Abi.js';

/** The supply of shares as the pair says it; from then on mints and burns keep it. */
export interface PairSupplyRead {
  readonly kind: 'pair_supply_read';
  readonly pool: string;
  readonly units: bigint;
}

export type UniswapV2Fact = PairSynced | PairSupplyRead | TokenMoved;

export interface PairRow extends ProtocolRow {
  readonly protocol: 'uniswap-v2';
  readonly kind: 'pair';
  readonly chain: string;
  readonly pool: string;
  readonly feed: string;
  readonly reserve0: bigint | undefined;
  readonly reserve1: bigint | undefined;
  readonly totalSupply: bigint | undefined;
}

const readPairCall = callReader(UNISWAP_V2_PAIR_ABI);

/** Pairs: `instrument` (univ2:CHAIN:POOL), `decimals` (12: what one unit of the instrument is), `feed` of the reserves. */
export const uniswapV2Fold: ProtocolFold<UniswapV2Fact, PairRow | TokenHoldingRow> = {
  checkContract(contract) {
    const missing = missingParameter(contract, { instrument: 'text', decimals: 'integer', feed: 'text' });
    if (missing !== undefined) return missing;
    const expected = `univ2:${contract.chain}:${contract.address}`;
    const instrument = textParameter(contract, 'instrument');
    return instrument === expected
      ? undefined
      : `Expected the instrument ${expected} of ${contract.name}, was ${instrument}.`;
  },

  decodeLog: (_contract, log) => decodedLogOf(decodeUniswapV2Log(log)),

  decodeRead: readPair,

  apply(rows, fact, context) {
    switch (fact.kind) {
      case 'pair_synced':
        return [withPair(rows, context, () => ({ reserve0: fact.reserve0, reserve1: fact.reserve1 }))];
      case 'pair_supply_read':
        return [withPair(rows, context, () => ({ totalSupply: fact.units }))];
      case 'token_moved': {
        const minted = fact.from === ZERO_ADDRESS ? fact.units : 0n;
        const burnt = fact.to === ZERO_ADDRESS ? fact.units : 0n;
        const changed = minted - burnt;
        const supply =
          changed === 0n
            ? []
            : [
                withPair(rows, context, ({ totalSupply }) => ({
                  // Before the first read of it nobody knows from what to count.
                  totalSupply: totalSupply === undefined ? undefined : totalSupply + changed,
                })),
              ];
        return [...supply, ...afterTokenMove(rows, fact, context)];
      }
    }
  },

  open: openHolding,

  positions: (_key, row) => (row.kind === 'token_holding' ? [positionOfHolding(row)] : []),

  observations: (_key, row, _rows, place) => (row.kind === 'pair' ? reservesObserved(row, place) : []),
};

function withPair(
  rows: RowReader,
  { contract }: FactContext,
  change: (row: PairRow) => Partial<Pick<PairRow, 'reserve0' | 'reserve1' | 'totalSupply'>>,
): RowChange {
  const key = `uniswap-v2/${contract.address}`;
  const held: PairRow = (rows.get(key) as PairRow | undefined) ?? {
    protocol: 'uniswap-v2',
    kind: 'pair',
    chain: contract.chain,
    pool: contract.address,
    feed: textParameter(contract, 'feed'),
    reserve0: undefined,
    reserve1: undefined,
    totalSupply: undefined,
  };
  return { key, row: { ...held, ...change(held) } };
}

/** Said once all three are known and none is 0: a pair without reserves or without shares has no price. */
function reservesObserved(row: PairRow, { blockTimeUs: observedAtUs }: ChainPlace): readonly Observed[] {
  const { feed, chain, pool, reserve0, reserve1, totalSupply } = row;
  if (reserve0 === undefined || reserve1 === undefined || totalSupply === undefined) return [];
  if (reserve0 <= 0n || reserve1 <= 0n || totalSupply <= 0n) return [];
  const reserves = {
    reserve0: reserve0.toString(),
    reserve1: reserve1.toString(),
    totalSupply: totalSupply.toString(),
  };
  const observed = event(PoolReservesObserved, { feed, chain, pool, ...reserves, observedAtUs });
  return [{ topic: 'market', key: feed, observedAtUs, event: observed }];
}

function readPair(contract: WatchedContract, read: ContractRead): DecodedRead<UniswapV2Fact> {
  const reading = readPairCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  const pool = contract.address;
  switch (call.functionName) {
    case 'getReserves': {
      const [reserve0, reserve1] = call.result;
      return answered([{ kind: 'pair_synced', pool, reserve0, reserve1 }]);
    }
    case 'totalSupply':
      return answered([{ kind: 'pair_supply_read', pool, units: call.result }]);
    case 'balanceOf':
      return answered([], tokenState(contract, read.accountId, addressText(call.args[0]), call.result));
  }
}
