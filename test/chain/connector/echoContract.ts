import type { Hex, LocalChain } from '../localChain.ts';

/**
 * A contract of our own, by hand: called without data it returns what it keeps; called with data it keeps the first word of
 * it, and logs the data under that word as topic.
 *
 *     CALLDATASIZE, PUSH1 12, JUMPI;  PUSH0, SLOAD, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN
 *     JUMPDEST;  CALLDATASIZE, PUSH0, PUSH0, CALLDATACOPY;  PUSH0, CALLDATALOAD, PUSH0, SSTORE
 *     PUSH0, CALLDATALOAD, CALLDATASIZE, PUSH0, LOG1, STOP
 */
const CODE: Hex = '0x36600c575f545f5260205ff35b365f5f375f355f555f35365fa100';

export async function placeEchoContract(chain: LocalChain, address: Hex): Promise<void> {
  await chain.rpc('anvil_setCode', [address, CODE]);
}
