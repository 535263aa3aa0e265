import type { HeldPosition, OwedUnits, StateFact, WatchedContract } from '../../chainFact.js';
import { namedToken } from '../abi/tokenList.js';
import { ZERO_ADDRESS } from '../erc20/erc20Facts.js';
import type { FactContext, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { LIQUIDITY_UNIT_DECIMALS } from '../uniswapV3/limits.js';
import { feesOwed } from './feesOwed.js';
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
  /** What touching it would have paid at the last block in which the pool manager's storage was read. */
  readonly owed: readonly OwedUnits[];
}

export interface V4Range {
  readonly pool: string;
  readonly lowerTick: number;
  readonly upperTick: number;
}

type PositionRead = Extract<UniswapV4PositionFact, { readonly kind: 'v4_nft_read' }>;

/** What the keys of positions begin with. */
export const v4PositionKeyBegin = 'uniswap-v4-positions/';

export function v4PositionKey(tokenId: bigint): string {
  return `${v4PositionKeyBegin}${tokenId}`;
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
  context: FactContext,
): readonly RowChange[] {
  if (fact.kind === 'v4_nft_read') return afterRead(rows, fact, context);
  const { contract, watch } = context;
  const held = v4Position(rows, fact.tokenId);
  const account = watch.accountAt(fact.to);
  if (account === undefined) return held === undefined ? [] : [v4PositionChanged({ ...held, owned: false })];
  const { accountId } = account;
  if (held === undefined) {
    const liquidity = fact.from === ZERO_ADDRESS ? 0n : undefined;
    return [v4PositionChanged(newPosition(contract.chain, fact.tokenId, accountId, liquidity))];
  }
  const former = [...held.formerIds, held.accountId].filter((id) => id !== accountId);
  return [v4PositionChanged({ ...held, accountId, owned: true, formerIds: [...new Set(former)] })];
}

function afterRead(rows: RowReader, fact: PositionRead, context: FactContext): readonly RowChange[] {
  const { contract, place } = context;
  const { tokenId, pool, lowerTick, upperTick, currencies } = fact;
  const held = v4Position(rows, tokenId) ?? begunBy(fact.accountId, tokenId, context);
  if (held === undefined) return [];
  const range = { pool, lowerTick, upperTick };
  const fees = currencies === undefined ? undefined : feesOwed(rows, contract.address, tokenId, range, place.number);
  const owed = fees === undefined ? held.owed : owedOf(contract, currencies ?? [], fees.amounts);
  // Its facts keep the liquidity once it is known; until then the read is the fact.
  return [v4PositionChanged({ ...held, range, owed, liquidity: held.liquidity ?? fact.liquidity ?? fees?.liquidity })];
}

/** A position from before the first block, of an account whose facts begin with what is read. */
function begunBy(
  accountId: string | undefined,
  tokenId: bigint,
  { contract, watch }: FactContext,
): UniswapV4PositionRow | undefined {
  if (accountId === undefined) return undefined;
  const begins = watch.accountsOf(accountId).some(({ opening }) => opening === 'read');
  return begins ? newPosition(contract.chain, tokenId, accountId, undefined) : undefined;
}

function newPosition(
  chain: string,
  tokenId: bigint,
  accountId: string,
  liquidity: bigint | undefined,
): UniswapV4PositionRow {
  const names = { protocol: 'uniswap-v4-positions', kind: 'v4_nft', chain, tokenId } as const;
  return { ...names, accountId, owned: true, formerIds: [], liquidity, range: undefined, owed: [] };
}

/** By the catalogue's names; a currency that it doesn't list goes by its address, in its integers. */
function owedOf(
  contract: WatchedContract,
  currencies: readonly string[],
  amounts: readonly bigint[],
): readonly OwedUnits[] {
  return currencies.map((currency, place) => {
    const { asset, decimals } = namedToken(contract, currency) ?? { asset: currency, decimals: 0 };
    return { asset, units: amounts[place] ?? 0n, decimals };
  });
}

/** Makes the liquidity what a read said, for an account whose opening is a read. */
export function openV4Position(rows: RowReader, state: StateFact, context: FactContext): readonly RowChange[] {
  const tokenId = BigInt(/nft\/([0-9]+)$/.exec(state.source)?.[1] ?? '0');
  const [, pool, lower, upper] = /^univ4:[^:]+:(0x[0-9a-f]{64}):(-?[0-9]+):(-?[0-9]+)$/.exec(state.instrumentId) ?? [];
  if (pool === undefined) return [];
  const range = { pool, lowerTick: Number(lower), upperTick: Number(upper) };
  // A position from before the first block has no row yet: the read says where it lies.
  const held = v4Position(rows, tokenId) ?? newPosition(context.contract.chain, tokenId, state.accountId, 0n);
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
    owed: holds ? row.owed.filter((due) => due.units !== 0n) : [],
  });
  return [of(accountId, owned), ...formerIds.map((former) => of(former, false))];
}

function univ4Instrument(chain: string, { pool, lowerTick, upperTick }: V4Range): string {
  return `univ4:${chain}:${pool}:${lowerTick}:${upperTick}`;
}

function v4Source(chain: string, tokenId: bigint): string {
  return `uniswap-v4:${chain}/nft/${tokenId}`;
}
