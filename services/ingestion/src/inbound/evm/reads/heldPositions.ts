import { encodeFunctionData, type Hex, hexToBigInt, hexToBytes, pad } from 'viem';
import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { callReader } from '../../../domain/chain/protocols/abi/readCall.js';
import { poolAddressOf } from '../../../domain/chain/protocols/uniswapV3/poolAddressOf.js';
import { positionHash } from '../../../domain/chain/protocols/uniswapV3/poolRows.js';
import {
  UNISWAP_V3_POOL_ABI,
  UNISWAP_V3_POSITIONS_ABI,
} from '../../../domain/chain/protocols/uniswapV3/uniswapV3Abi.js';
import type { Reply } from '../endpoints/question.js';
import { POSITIONS_READ_MAX } from '../limits.js';
import type { CallResult } from './callAnswer.js';
import { fetchReads, type ReadTerms } from './fetchReads.js';
import type { PlannedRead } from './plannedRead.js';

/** A position manager (ERC-721, enumerable) whose positions watched accounts may own, and the pools that are watched. */
export interface HeldPositions {
  readonly manager: Hex;
  readonly accounts: readonly WatchedAccount[];
  readonly pools: ReadonlySet<string>;
  /** Undefined for Uniswap's own. */
  readonly factory: string | undefined;
  readonly initCodeHash: string | undefined;
}

export type AnsweredRead = readonly [PlannedRead, CallResult];

/** One position of an account, as positions() says it. */
interface Found {
  readonly read: AnsweredRead;
  readonly tokenId: Hex;
  readonly pool: Hex;
  readonly lowerTick: number;
  readonly upperTick: number;
}

const readPositionCall = callReader(UNISWAP_V3_POSITIONS_ABI);

export function heldPositionsOf(
  contracts: readonly WatchedContract[],
  accounts: readonly WatchedAccount[],
): HeldPositions[] {
  const pools = new Set(
    contracts.filter(({ protocol }) => protocol === 'uniswap-v3-pool').map(({ address }) => address),
  );
  return contracts
    .filter(({ protocol }) => protocol === 'uniswap-v3-positions' && accounts.length > 0)
    .map(({ address, parameters }) => ({
      manager: address as Hex,
      accounts,
      pools,
      factory: textOf(parameters['factory']),
      initCodeHash: textOf(parameters['initCodeHash']),
    }));
}

/**
 * What accounts own of a position manager at a block, and what its watched pools say of their fees there: first the pools, since what
 * a position is owed is reckoned from them. The tokens are asked for by their place, since no log has to have named them.
 */
export async function fetchHeldPositions(
  terms: ReadTerms,
  held: HeldPositions,
  blockHash: Hex,
  signal: AbortSignal,
): Promise<Reply<{ readonly reads: readonly AnsweredRead[]; readonly tokenIds: readonly Hex[] }>> {
  const owned = await fetchOwned(terms, held, blockHash, signal);
  if (owned.kind !== 'value') return owned;
  const asked = owned.value.map(({ tokenId, accountId }) =>
    plannedCall(
      held.manager,
      `positions(${hexToBigInt(tokenId)})`,
      ofManager('positions', [hexToBigInt(tokenId)]),
      accountId,
    ),
  );
  const positions = await fetchReads(terms, blockHash, asked, signal);
  if (positions.kind !== 'value') return positions;
  const found = asked.flatMap((read, place) =>
    foundOf(held, [read, positions.value[place]!], owned.value[place]!.tokenId),
  );
  const ofPools = poolReads(held, found);
  const answers = await fetchReads(terms, blockHash, ofPools, signal);
  if (answers.kind !== 'value') return answers;
  const reads = [
    ...ofPools.map((read, place): AnsweredRead => [read, answers.value[place]!]),
    ...found.map(({ read }) => read),
  ];
  return { kind: 'value', value: { reads, tokenIds: owned.value.map(({ tokenId }) => tokenId) } };
}

async function fetchOwned(
  terms: ReadTerms,
  { manager, accounts }: HeldPositions,
  blockHash: Hex,
  signal: AbortSignal,
): Promise<Reply<readonly { readonly tokenId: Hex; readonly accountId: string }[]>> {
  const counts = await fetchReads(
    terms,
    blockHash,
    accounts.map(({ address }) => plannedCall(manager, 'balanceOf', ofManager('balanceOf', [address as Hex]))),
    signal,
  );
  if (counts.kind !== 'value') return counts;
  const places = accounts
    .flatMap((account, at) => {
      const count = Math.min(POSITIONS_READ_MAX, Number(wordOf(counts.value[at]!) ?? 0n));
      return Array.from({ length: count }, (_, index) => ({ account, index: BigInt(index) }));
    })
    .slice(0, POSITIONS_READ_MAX);
  const calls = places.map(({ account: { address }, index }) =>
    plannedCall(manager, 'tokenOfOwnerByIndex', ofManager('tokenOfOwnerByIndex', [address as Hex, index])),
  );
  const tokens = await fetchReads(terms, blockHash, calls, signal);
  if (tokens.kind !== 'value') return tokens;
  const owned = places.flatMap(({ account: { accountId } }, at) => {
    const tokenId = wordOf(tokens.value[at]!);
    return tokenId === undefined ? [] : [{ tokenId: pad(`0x${tokenId.toString(16)}`), accountId }];
  });
  return { kind: 'value', value: owned };
}

/** Nothing of an answer that is no position: what refuses it is the fold, and a token that nobody reads isn't named. */
function foundOf(held: HeldPositions, read: AnsweredRead, tokenId: Hex): readonly Found[] {
  const [{ callData }, { returnData, reverted }] = read;
  const reading = readPositionCall({ callData: hexToBytes(callData), returnData: hexToBytes(returnData), reverted });
  if (reading.kind === 'refused' || reading.call.functionName !== 'positions') return [];
  const [, , token0, token1, fee, lowerTick, upperTick] = reading.call.result;
  const pool = poolAddressOf({ token0, token1, fee }, held.factory, held.initCodeHash) as Hex;
  return [{ read, tokenId, pool, lowerTick, upperTick }];
}

/** Each once: price and growth of the pools, growth beside the ticks, and what each pool owes to the manager for the range. */
function poolReads({ manager, pools }: HeldPositions, found: readonly Found[]): readonly PlannedRead[] {
  const reads = new Map<string, PlannedRead>();
  const ask = (pool: Hex, name: string, callData: Hex): void => {
    reads.set(`${pool} ${callData}`, plannedCall(pool, name, callData));
  };
  for (const { pool, lowerTick, upperTick } of found) {
    if (!pools.has(pool)) continue;
    ask(pool, 'slot0', ofPool('slot0'));
    ask(pool, 'feeGrowthGlobal0X128', ofPool('feeGrowthGlobal0X128'));
    ask(pool, 'feeGrowthGlobal1X128', ofPool('feeGrowthGlobal1X128'));
    for (const tick of [lowerTick, upperTick]) ask(pool, `ticks(${tick})`, ofPool('ticks', [tick]));
    const key = positionHash(manager, lowerTick, upperTick);
    ask(pool, `positions(${key})`, ofPool('positions', [key]));
  }
  return [...reads.values()];
}

function plannedCall(address: Hex, name: string, callData: Hex, accountId?: string): PlannedRead {
  return { address, function: name, callData, accountId, touchedBy: [] };
}

function ofManager(
  functionName: 'balanceOf' | 'tokenOfOwnerByIndex' | 'positions',
  args: readonly (Hex | bigint)[],
): Hex {
  return encodeFunctionData({ abi: UNISWAP_V3_POSITIONS_ABI, functionName, args } as never);
}

function ofPool(functionName: string, args: readonly (Hex | number)[] = []): Hex {
  return encodeFunctionData({ abi: UNISWAP_V3_POOL_ABI, functionName, args } as never);
}

/** The one word of an answer; undefined for a contract that isn't there, or answers otherwise. */
function wordOf({ reverted, returnData }: CallResult): bigint | undefined {
  return reverted || returnData.length !== 66 ? undefined : hexToBigInt(returnData);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
