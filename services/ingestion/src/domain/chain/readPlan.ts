import { encodeFunctionData, type Hex, pad, toEventSelector } from 'viem';
import type { FollowedChain } from '../feedDescription.js';
import type { WatchedAccount, WatchedContract } from './chainFact.js';
import { AAVE_POOL_ABI, AAVE_TOKEN_ABI } from './protocols/aave/aaveAbi.js';
import { ERC20_ABI } from './protocols/erc20/erc20Abi.js';
import { UNISWAP_V3_POSITIONS_ABI } from './protocols/uniswapV3/uniswapV3Abi.js';

/** A call that facts are held against, and the logs after which its answer may be another. */
export interface ReadOfWatch {
  readonly address: Hex;
  /** The function's name, and its arguments as text. */
  readonly function: string;
  readonly callData: Hex;
  /** The watched account that it is about. */
  readonly accountId: string | undefined;
  readonly touchedBy: readonly { readonly address: Hex; readonly word: Hex | undefined }[];
}

/**
 * What is read of a chain's contracts: each balance of each watched account, by which the sum of the facts is checked.
 * Logs alone say what is held; a contract that isn't here is followed all the same.
 */
export function readPlan({ contracts, accounts }: FollowedChain): readonly ReadOfWatch[] {
  return contracts.flatMap((contract) => accounts.flatMap((account) => readsOf(contract, account)));
}

function readsOf(contract: WatchedContract, account: WatchedAccount): readonly ReadOfWatch[] {
  const holder = account.address as Hex;
  switch (contract.protocol) {
    case 'erc20':
    case 'erc4626':
    case 'uniswap-v2':
      return [read(contract, account, 'balanceOf', encodeFunctionData({ abi: ERC20_ABI, functionName: 'balanceOf', args: [holder] }))];
    case 'aave-v3-atoken':
    case 'aave-v3-variable-debt':
      return [
        read(
          contract,
          account,
          'scaledBalanceOf',
          encodeFunctionData({ abi: AAVE_TOKEN_ABI, functionName: 'scaledBalanceOf', args: [holder] }),
        ),
      ];
    case 'aave-v3':
      if (contract.parameters['role'] !== 'pool') return [];
      return (['getUserEMode', 'getUserConfiguration'] as const).map((name) =>
        read(contract, account, name, encodeFunctionData({ abi: AAVE_POOL_ABI, functionName: name, args: [holder] })),
      );
    default:
      return [];
  }
}

/** Logs name an account as a word of 32 bytes. */
function read(contract: WatchedContract, account: WatchedAccount, name: string, callData: Hex): ReadOfWatch {
  const address = contract.address as Hex;
  const word = pad(account.address as Hex, { size: 32 });
  return {
    address,
    function: `${name}(${account.address})`,
    callData,
    accountId: account.accountId,
    touchedBy: [{ address, word }],
  };
}

/** Topic of each log of a position manager that names a position, and the place of its id among the topics. */
const POSITION_LOGS: ReadonlyMap<string, number> = new Map([
  [toEventSelector('Transfer(address,address,uint256)'), 3],
  [toEventSelector('IncreaseLiquidity(uint256,uint128,uint256,uint256)'), 1],
  [toEventSelector('DecreaseLiquidity(uint256,uint128,uint256,uint256)'), 1],
  [toEventSelector('Collect(uint256,address,uint256,uint256)'), 1],
]);

interface NamedByLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
}

/**
 * The reads that the logs of one block name: where a position of concentrated liquidity lies is in no log, so `positions()`
 * is asked in each block in which something happened to it.
 */
export function readsOfLogs({ contracts }: FollowedChain): (logs: readonly NamedByLog[]) => readonly ReadOfWatch[] {
  const managers = new Set(contracts.filter((each) => each.protocol === 'uniswap-v3-positions').map((each) => each.address));
  return (logs) => {
    const reads = new Map<string, ReadOfWatch>();
    for (const { address, topics } of logs) {
      if (!managers.has(address)) continue;
      const id = topics[POSITION_LOGS.get(topics[0] ?? '') ?? topics.length];
      if (id === undefined) continue;
      const args = [BigInt(id)] as const;
      const callData = encodeFunctionData({ abi: UNISWAP_V3_POSITIONS_ABI, functionName: 'positions', args });
      const name = { address, function: `positions(${args[0]})`, accountId: undefined, touchedBy: [] };
      reads.set(`${address} ${id}`, { ...name, callData });
    }
    return [...reads.values()];
  };
}
