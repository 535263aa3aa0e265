import { encodeFunctionData, type Hex, pad } from 'viem';
import type { FollowedChain } from '../feedDescription.js';
import type { WatchedAccount, WatchedContract } from './chainFact.js';
import { AAVE_POOL_ABI, AAVE_TOKEN_ABI } from './protocols/aave/aaveAbi.js';
import { ERC20_ABI } from './protocols/erc20/erc20Abi.js';

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
