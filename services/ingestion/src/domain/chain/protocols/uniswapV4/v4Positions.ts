import type { HeldPosition, StateFact, WatchedContract } from '../../chainFact.js';
import { ZERO_ADDRESS } from '../erc20/erc20Facts.js';
import type { FactContext, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { LIQUIDITY_UNIT_DECIMALS } from '../uniswapV3/limits.js';
import type { UniswapV4PositionFact } from './uniswapV4Facts.js';

/** A v4 position that belongs, or once belonged, to a watched address. */
export interface UniswapV4PositionRow extends ProtocolRow {
  readonly protocol: 'uniswap-v4-positions';
  readonly kind: 'v4_nft';
  readonly chain: string;
  readonly tokenId: bigint;
  /** Whose it is, or was last when somebody who isn't watched owns it. */
  readonly accountId: string;
  readonly owned: boolean;
  /** Watched accounts that owned it before; they hold nothing of it. */
  readonly formerIds: readonly string[];
  /** Known from the mint on, or from the first read of a position that came from elsewhere. */
  readonly liquidity: bigint | undefined;
  readonly range: V4Range | undefined;
}

export interface V4Range {
  readonly pool: string;
  readonly lowerTick: number;
  readonly upperTick: number;
}

export function v4PositionKey(tokenId: bigint): string {
  return `uniswap-v4-positions/${tokenId}`;
}

export function v4Position(rows: RowReader, tokenId: bigint): UniswapV4PositionRow | undefined {
  return rows.get(v4PositionKey(tokenId)) as UniswapV4PositionRow | undefined;
}

export function v4PositionChanged(row: UniswapV4PositionRow): RowChange {
  return { key: v4PositionKey(row.tokenId), row };
}

/** The state that a read of liquidity is: `univ4:CHAIN:POOL:LOWER:UPPER`. */
export function v4State(
  { chain }: WatchedContract,
  accountId: string,
  tokenId: bigint,
  range: V4Range,
  units: bigint,
): StateFact {
  return { accountId, instrumentId: univ4Instrument(chain, range), source: v4Source(chain, tokenId), units };
}

/** What an owner's change or a read does to a position. */
export function applyV4Position(
  rows: RowReader,
  fact: UniswapV4PositionFact,
  { contract, watch }: FactContext,
): readonly RowChange[] {
  const held = v4Position(rows, fact.tokenId);
  if (fact.kind === 'v4_nft_read') {
    if (held === undefined) return [];
    const { pool, lowerTick, upperTick } = fact;
    // Its facts keep the liquidity once it is known; until then the read is the fact.
    return [
      v4PositionChanged({
        ...held,
        range: { pool, lowerTick, upperTick },
        liquidity: held.liquidity ?? fact.liquidity,
      }),
    ];
  }
  const account = watch.accountAt(fact.to);
  if (account === undefined) return held === undefined ? [] : [v4PositionChanged({ ...held, owned: false })];
  const { accountId } = account;
  if (held === undefined) {
    const names = { protocol: 'uniswap-v4-positions', kind: 'v4_nft', chain: contract.chain } as const;
    const liquidity = fact.from === ZERO_ADDRESS ? 0n : undefined;
    const owner = { accountId, owned: true, formerIds: [] };
    return [v4PositionChanged({ ...names, tokenId: fact.tokenId, ...owner, liquidity, range: undefined })];
  }
  const former = [...held.formerIds, held.accountId].filter((id) => id !== accountId);
  return [v4PositionChanged({ ...held, accountId, owned: true, formerIds: [...new Set(former)] })];
}

/** Makes the liquidity what a read said, for an account whose opening is a read. */
export function openV4Position(rows: RowReader, state: StateFact, context: FactContext): readonly RowChange[] {
  const tokenId = BigInt(/nft\/([0-9]+)$/.exec(state.source)?.[1] ?? '0');
  const [, pool, lower, upper] = /^univ4:[^:]+:(0x[0-9a-f]{64}):(-?[0-9]+):(-?[0-9]+)$/.exec(state.instrumentId) ?? [];
  if (pool === undefined) return [];
  const range = { pool, lowerTick: Number(lower), upperTick: Number(upper) };
  // A position from before the first block has no row yet: the read says where it lies.
  const held: UniswapV4PositionRow = v4Position(rows, tokenId) ?? {
    protocol: 'uniswap-v4-positions',
    kind: 'v4_nft',
    chain: context.contract.chain,
    tokenId,
    accountId: state.accountId,
    owned: true,
    formerIds: [],
    liquidity: 0n,
    range,
  };
  return [v4PositionChanged({ ...held, range: held.range ?? range, liquidity: state.units })];
}

export function v4Held(row: UniswapV4PositionRow): readonly HeldPosition[] {
  const { range, liquidity, chain, tokenId, accountId, owned, formerIds } = row;
  if (range === undefined || liquidity === undefined) return [];
  const of = (id: string, holds: boolean): HeldPosition => ({
    accountId: id,
    instrumentId: univ4Instrument(chain, range),
    source: v4Source(chain, tokenId),
    units: holds ? liquidity : 0n,
    unitDecimals: LIQUIDITY_UNIT_DECIMALS,
    owed: [],
  });
  return [of(accountId, owned), ...formerIds.map((former) => of(former, false))];
}

function univ4Instrument(chain: string, { pool, lowerTick, upperTick }: V4Range): string {
  return `univ4:${chain}:${pool}:${lowerTick}:${upperTick}`;
}

function v4Source(chain: string, tokenId: bigint): string {
  return `uniswap-v4:${chain}/nft/${tokenId}`;
}
