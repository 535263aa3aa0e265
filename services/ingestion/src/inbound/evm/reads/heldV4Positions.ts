import { encodeFunctionData, type Hex, hexToBigInt, hexToBytes } from 'viem';
import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { listParameter } from '../../../domain/chain/protocols/abi/contractParameters.js';
import { callReader } from '../../../domain/chain/protocols/abi/readCall.js';
import { feeSlots, listedFeeSlots } from '../../../domain/chain/protocols/uniswapV4/feeSlots.js';
import {
  UNISWAP_V4_POSITIONS_ABI,
  UNISWAP_V4_STATE_VIEW_ABI,
  UNISWAP_V4_STORAGE_ABI,
} from '../../../domain/chain/protocols/uniswapV4/uniswapV4Abi.js';
import { ticksOfInfo, v4PoolId } from '../../../domain/chain/protocols/uniswapV4/v4PoolId.js';
import type { V4Range } from '../../../domain/chain/protocols/uniswapV4/v4Positions.js';
import type { Reply } from '../endpoints/question.js';
import { STORAGE_SLOTS_MAX } from '../limits.js';
import { fetchReads, type ReadTerms } from './fetchReads.js';
import type { AnsweredRead } from './heldPositions.js';
import type { PlannedRead } from './plannedRead.js';

/** A v4 position manager, which doesn't list what an account owns, and the pool manager in whose storage the positions are. */
export interface HeldV4Positions {
  readonly positions: Hex;
  readonly poolManager: Hex;
  /** The view of the pool manager's state, where it is watched: it says the liquidity that facts are held against. */
  readonly view: Hex | undefined;
  readonly accounts: readonly WatchedAccount[];
  /** Positions that the catalogue names. */
  readonly tokenIds: readonly bigint[];
}

interface Owned {
  readonly tokenId: bigint;
  readonly accountId: string;
}

const readPositionCall = callReader(UNISWAP_V4_POSITIONS_ABI);

export function heldV4PositionsOf(
  contracts: readonly WatchedContract[],
  accounts: readonly WatchedAccount[],
): HeldV4Positions[] {
  const managers = contracts.filter(({ protocol }) => protocol === 'uniswap-v4-manager');
  const poolManager = managers.find(({ parameters }) => parameters['role'] !== 'view')?.address;
  const view = managers.find(({ parameters }) => parameters['role'] === 'view')?.address as Hex | undefined;
  if (poolManager === undefined || accounts.length === 0) return [];
  return contracts
    .filter(({ protocol }) => protocol === 'uniswap-v4-positions')
    .map((contract) => ({
      positions: contract.address as Hex,
      poolManager: poolManager as Hex,
      view,
      accounts,
      tokenIds: listParameter(contract, 'tokenIds').map(BigInt),
    }));
}

/**
 * Which of these positions accounts own at a block, where they lie, and the pool manager's storage of them: the storage comes before
 * the positions, since what a position is owed is reckoned from it.
 */
export async function fetchHeldV4Positions(
  terms: ReadTerms,
  held: HeldV4Positions,
  tokenIds: readonly bigint[],
  blockHash: Hex,
  signal: AbortSignal,
): Promise<Reply<{ readonly reads: readonly AnsweredRead[]; readonly owned: readonly bigint[] }>> {
  const owners = await fetchReads(
    terms,
    blockHash,
    tokenIds.map((tokenId) => ofManager(held, 'ownerOf', tokenId)),
    signal,
  );
  if (owners.kind !== 'value') return owners;
  const owned = tokenIds.flatMap((tokenId, at): readonly Owned[] => {
    const { reverted, returnData } = owners.value[at]!;
    // A number that was burnt, or isn't there yet, has no owner.
    const account = reverted ? undefined : held.accounts.find(({ address }) => isWordOf(returnData, address));
    return account === undefined ? [] : [{ tokenId, accountId: account.accountId }];
  });
  const asked = owned.map(({ tokenId, accountId }) => ofManager(held, 'getPoolAndPositionInfo', tokenId, accountId));
  const infos = await fetchReads(terms, blockHash, asked, signal);
  if (infos.kind !== 'value') return infos;
  const positions = asked.map((read, at): AnsweredRead => [read, infos.value[at]!]);
  const lying = positions.flatMap((read, at) => {
    const range = rangeOf(read);
    return range === undefined ? [] : [{ ...owned[at]!, range }];
  });
  const ofState = [...storageReads(held, lying), ...viewReads(held, lying)];
  const answers = await fetchReads(terms, blockHash, ofState, signal);
  if (answers.kind !== 'value') return answers;
  const reads = [...ofState.map((read, at): AnsweredRead => [read, answers.value[at]!]), ...positions];
  return { kind: 'value', value: { reads, owned: owned.map(({ tokenId }) => tokenId) } };
}

type Lying = Owned & { readonly range: V4Range };

/** Every slot once, many in a call. */
function storageReads({ positions, poolManager }: HeldV4Positions, lying: readonly Lying[]): readonly PlannedRead[] {
  const slots = [
    ...new Set(lying.flatMap(({ range, tokenId }) => listedFeeSlots(feeSlots(range, positions, tokenId)))),
  ];
  const reads: PlannedRead[] = [];
  for (let from = 0; from < slots.length; from += STORAGE_SLOTS_MAX) {
    const some = slots.slice(from, from + STORAGE_SLOTS_MAX);
    const callData = encodeFunctionData({ abi: UNISWAP_V4_STORAGE_ABI, functionName: 'extsload', args: [some] });
    reads.push(plannedCall(poolManager, `extsload(${some.length} slots)`, callData, undefined));
  }
  return reads;
}

function viewReads({ positions, view }: HeldV4Positions, lying: readonly Lying[]): readonly PlannedRead[] {
  if (view === undefined) return [];
  return lying.map(({ tokenId, accountId, range: { pool, lowerTick, upperTick } }) => {
    const salt: Hex = `0x${tokenId.toString(16).padStart(64, '0')}`;
    const args = [pool as Hex, positions, lowerTick, upperTick, salt] as const;
    const callData = encodeFunctionData({ abi: UNISWAP_V4_STATE_VIEW_ABI, functionName: 'getPositionInfo', args });
    return plannedCall(view, `getPositionInfo(${tokenId})`, callData, accountId);
  });
}

/** Undefined for an answer that is no position: what refuses it is the fold. */
function rangeOf([{ callData }, { returnData, reverted }]: AnsweredRead): V4Range | undefined {
  const reading = readPositionCall({ callData: hexToBytes(callData), returnData: hexToBytes(returnData), reverted });
  if (reading.kind === 'refused' || reading.call.functionName !== 'getPoolAndPositionInfo') return undefined;
  const [key, info] = reading.call.result;
  if (info === 0n) return undefined;
  const ticks = ticksOfInfo(info);
  return ticks.lowerTick < ticks.upperTick ? { pool: v4PoolId(key), ...ticks } : undefined;
}

function ofManager(
  { positions }: HeldV4Positions,
  functionName: 'ownerOf' | 'getPoolAndPositionInfo',
  tokenId: bigint,
  accountId?: string,
): PlannedRead {
  const callData = encodeFunctionData({ abi: UNISWAP_V4_POSITIONS_ABI, functionName, args: [tokenId] });
  return plannedCall(positions, `${functionName}(${tokenId})`, callData, accountId);
}

function plannedCall(address: Hex, name: string, callData: Hex, accountId: string | undefined): PlannedRead {
  return { address, function: name, callData, accountId, touchedBy: [] };
}

function isWordOf(returnData: Hex, address: string): boolean {
  return returnData.length === 66 && hexToBigInt(returnData) === BigInt(address);
}
