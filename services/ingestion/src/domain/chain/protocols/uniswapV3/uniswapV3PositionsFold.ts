import type { HeldPosition, OwedUnits, StateFact, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader, type EvmRead } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import { ZERO_ADDRESS } from '../erc20/erc20Facts.js';
import { type NamedToken, namedToken, wrongToken } from '../abi/tokenList.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { decodeUniswapV3PositionLog } from './decodeUniswapV3PositionLog.js';
import { collectable } from './collectable.js';
import { LIQUIDITY_UNIT_DECIMALS } from './limits.js';
import { poolAddressOf } from './poolAddressOf.js';
import { UNISWAP_V3_POSITIONS_ABI } from './uniswapV3Abi.js';
import type { UniswapV3PositionFact } from './uniswapV3Facts.js';

/** A position that belongs, or once belonged, to a watched address. */
export interface UniswapV3PositionRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-positions';
  readonly kind: 'nft';
  readonly chain: string;
  readonly manager: string;
  readonly tokenId: bigint;
  /** Whose it is, or was last when somebody who isn't watched owns it: that account has to hear that it is gone. */
  readonly accountId: string;
  readonly owned: boolean;
  /** Watched accounts that owned it before; they hold nothing of it. */
  readonly formerIds: readonly string[];
  /** Undefined until it is known: from the mint on, or from the first read of a position that came from elsewhere. */
  readonly liquidity: bigint | undefined;
  /** Where it lies; undefined until `positions()` was read: the logs don't say it. */
  readonly range: UniswapV3Range | undefined;
  readonly owed: readonly OwedUnits[];
}

export interface UniswapV3Range {
  readonly pool: string;
  readonly lowerTick: number;
  readonly upperTick: number;
  /** The tokens of the pair by the catalogue's names of them, or by their addresses. */
  readonly assets: readonly NamedToken[];
}

const readPositionCall = callReader(UNISWAP_V3_POSITIONS_ABI);

/**
 * The position manager: `factory` and `initCodeHash` where they aren't Uniswap's own, and `tokens` (a list of
 * `ADDRESS=ASSET/DECIMALS`), for what is owed in them. A position is `univ3:CHAIN:POOL:LOWER:UPPER`, counted in liquidity, and
 * what collecting it would pay is owed beside it: of a pool that isn't watched, only what the manager has written down.
 */
export const uniswapV3PositionsFold: ProtocolFold<UniswapV3PositionFact, UniswapV3PositionRow> = {
  checkContract(contract) {
    const wrong = missingParameter(contract, { tokens: 'list' }) ?? wrongToken(contract);
    if (wrong !== undefined) return wrong;
    const factory = textParameter(contract, 'factory');
    if (factory !== '' && !/^0x[0-9a-fA-F]{40}$/.test(factory)) {
      return `Expected an address in factory of ${contract.name}, was ${factory}.`;
    }
    const hash = textParameter(contract, 'initCodeHash');
    if (hash === '' || /^0x[0-9a-fA-F]{64}$/.test(hash)) return undefined;
    return `Expected 32 bytes in initCodeHash of ${contract.name}, was ${hash}.`;
  },

  decodeLog: (_contract, log) => decodedLogOf(decodeUniswapV3PositionLog(log)),

  decodeRead: (contract, read) => readPosition(contract, read, read.accountId),

  apply: applyPosition,

  open(rows, state, context) {
    const tokenId = BigInt(/nft\/([0-9]+)$/.exec(state.source)?.[1] ?? '0');
    const range = rangeOf(state.instrumentId);
    if (range === undefined) return [];
    // A position from before the first block has no row yet: the read says where it lies.
    const held = heldPosition(rows, tokenId, context) ?? newPosition(context.contract, tokenId, state.accountId, 0n);
    return [changed({ ...held, range: held.range ?? range, liquidity: state.units })];
  },

  positions: (_key, row) => positionsOf(row),

  observations: () => [],
};

export function univ3Instrument(chain: string, { pool, lowerTick, upperTick }: UniswapV3Range): string {
  return `univ3:${chain}:${pool}:${lowerTick}:${upperTick}`;
}

/** The range that an id of {@link univ3Instrument} names; the tokens are filled in by the next read of the position. */
function rangeOf(instrumentId: string): UniswapV3Range | undefined {
  const [, pool, lower, upper] = /^univ3:[^:]+:(0x[0-9a-f]{40}):(-?[0-9]+):(-?[0-9]+)$/.exec(instrumentId) ?? [];
  return pool === undefined ? undefined : { pool, lowerTick: Number(lower), upperTick: Number(upper), assets: [] };
}

function applyPosition(rows: RowReader, fact: UniswapV3PositionFact, context: FactContext): readonly RowChange[] {
  const { contract, watch, place } = context;
  const held = heldPosition(rows, fact.tokenId, context);
  switch (fact.kind) {
    case 'nft_moved': {
      const account = watch.accountAt(fact.to);
      if (account === undefined) return held === undefined ? [] : [changed({ ...held, owned: false })];
      const { accountId } = account;
      const minted = fact.from === ZERO_ADDRESS;
      if (held !== undefined) return [changed(ownedBy(held, accountId))];
      return [changed(newPosition(contract, fact.tokenId, accountId, minted ? 0n : undefined))];
    }
    case 'nft_liquidity_changed':
      if (held?.liquidity === undefined) return [];
      return [changed({ ...held, liquidity: held.liquidity + fact.liquidity })];
    case 'nft_collected':
      // What is owed is read anew; until then it is what is left of the last answer.
      return held === undefined ? [] : [changed({ ...held, owed: lessCollected(held.owed, fact) })];
    case 'nft_owed_read':
      if (held?.range === undefined) return [];
      return [changed({ ...held, owed: owedOf(held.range.assets, fact.owed0, fact.owed1) })];
    case 'nft_read': {
      const { pool, lowerTick, upperTick, token0, token1, liquidity, accountId } = fact;
      const row = held ?? begunBy(accountId, fact.tokenId, context);
      if (row === undefined) return [];
      const assets = [assetOf(contract, token0), assetOf(contract, token1)];
      const range = { pool, lowerTick, upperTick, assets };
      const due = collectable(rows, contract.address, fact, place.number) ?? [fact.owed0, fact.owed1];
      // Its facts keep the liquidity once it is known; until then the read is the fact.
      return [changed({ ...row, range, owed: owedOf(assets, ...due), liquidity: row.liquidity ?? liquidity })];
    }
  }
}

/** A position from before the first block, of an account whose facts begin with what is read. */
function begunBy(
  accountId: string | undefined,
  tokenId: bigint,
  { contract, watch }: FactContext,
): UniswapV3PositionRow | undefined {
  if (accountId === undefined) return undefined;
  const begins = watch.accountsOf(accountId).some(({ opening }) => opening === 'read');
  return begins ? newPosition(contract, tokenId, accountId, undefined) : undefined;
}

function heldPosition(rows: RowReader, tokenId: bigint, { contract }: FactContext): UniswapV3PositionRow | undefined {
  return rows.get(positionKey(contract.address, tokenId)) as UniswapV3PositionRow | undefined;
}

function positionKey(manager: string, tokenId: bigint): string {
  return `uniswap-v3-positions/${manager}/${tokenId}`;
}

function positionSource(chain: string, tokenId: bigint): string {
  return `uniswap-v3:${chain}/nft/${tokenId}`;
}

function newPosition(
  { chain, address }: WatchedContract,
  tokenId: bigint,
  accountId: string,
  liquidity: bigint | undefined,
): UniswapV3PositionRow {
  const names = { protocol: 'uniswap-v3-positions', kind: 'nft', chain, manager: address, tokenId } as const;
  return { ...names, accountId, owned: true, formerIds: [], liquidity, range: undefined, owed: [] };
}

function ownedBy(row: UniswapV3PositionRow, accountId: string): UniswapV3PositionRow {
  const formerIds = [...row.formerIds, row.accountId].filter((former) => former !== accountId);
  return { ...row, accountId, owned: true, formerIds: [...new Set(formerIds)] };
}

function changed(row: UniswapV3PositionRow): RowChange {
  return { key: positionKey(row.manager, row.tokenId), row };
}

function positionsOf(row: UniswapV3PositionRow): readonly HeldPosition[] {
  const { range, liquidity, chain, tokenId, accountId, owned, formerIds } = row;
  if (range === undefined || liquidity === undefined) return [];
  const of = (id: string, holds: boolean): HeldPosition => ({
    accountId: id,
    instrumentId: univ3Instrument(chain, range),
    source: positionSource(chain, tokenId),
    units: holds ? liquidity : 0n,
    unitDecimals: LIQUIDITY_UNIT_DECIMALS,
    owed: holds ? row.owed.filter((due) => due.units !== 0n) : [],
  });
  return [of(accountId, owned), ...formerIds.map((former) => of(former, false))];
}

function owedOf(assets: readonly NamedToken[], ...units: readonly bigint[]): readonly OwedUnits[] {
  return assets.map((asset, place) => ({ ...asset, units: units[place] ?? 0n }));
}

function lessCollected(
  owed: readonly OwedUnits[],
  { amount0, amount1 }: { readonly amount0: bigint; readonly amount1: bigint },
): readonly OwedUnits[] {
  return owed.map((part, place) => {
    const left = part.units - (place === 0 ? amount0 : amount1);
    return { ...part, units: left < 0n ? 0n : left };
  });
}

/** A token that the catalogue doesn't list goes by its address, in its integers. */
function assetOf(contract: WatchedContract, token: string): NamedToken {
  return namedToken(contract, token) ?? { asset: token, decimals: 0 };
}

function readPosition(
  contract: WatchedContract,
  read: EvmRead,
  accountId: string | undefined,
): DecodedRead<UniswapV3PositionFact> {
  const reading = readPositionCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'positions': {
      const [tokenId] = call.args;
      const [, , token0, token1, fee, lowerTick, upperTick, liquidity, inside0, inside1, owed0, owed1] = call.result;
      if (lowerTick >= upperTick) {
        return refusal('impossible_value', `Expected a lower tick below ${upperTick}, was ${lowerTick}.`);
      }
      const pool = poolAddressOf(
        { token0, token1, fee },
        textParameter(contract, 'factory') || undefined,
        textParameter(contract, 'initCodeHash') || undefined,
      );
      const range = { pool, lowerTick, upperTick };
      const fact: UniswapV3PositionFact = {
        kind: 'nft_read',
        tokenId,
        accountId,
        ...range,
        token0: addressText(token0),
        token1: addressText(token1),
        liquidity,
        inside0LastX128: inside0,
        inside1LastX128: inside1,
        owed0,
        owed1,
      };
      const instrumentId = univ3Instrument(contract.chain, { ...range, assets: [] });
      const source = positionSource(contract.chain, tokenId);
      const states: readonly StateFact[] =
        accountId === undefined ? [] : [{ accountId, instrumentId, source, units: liquidity }];
      return answered([fact], states);
    }
    case 'collect': {
      const [{ tokenId }] = call.args;
      const [owed0, owed1] = call.result;
      return answered([{ kind: 'nft_owed_read', tokenId, owed0, owed1 }]);
    }
    case 'ownerOf':
    case 'balanceOf':
    case 'tokenOfOwnerByIndex':
      return answered([]);
  }
}
