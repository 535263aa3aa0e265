import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Hex, LocalChain } from '../localChain.ts';

/** Deploys Multicall3 from the creation code that viem carries, and gives back its address. */
export async function deployMulticall(chain: LocalChain, from: Hex): Promise<Hex> {
  const entry = createRequire(import.meta.url).resolve('viem');
  const file = join(dirname(entry), '..', '_esm', 'constants', 'contracts.js');
  const { multicall3Bytecode } = (await import(pathToFileURL(file).href)) as { readonly multicall3Bytecode: Hex };
  const transaction = { from, data: multicall3Bytecode, gas: '0x5b8d80' };
  const receipt = (await chain.rpc('eth_sendTransactionSync', [transaction])) as { readonly contractAddress: Hex };
  return receipt.contractAddress;
}
