import { toHex } from './contracts.ts';
import type { Hex, LocalChain } from './localChain.ts';
import type { SeededRandom } from './seededRandom.ts';

const PURSE_WEI = 10n ** 24n;

/** A fresh address with enough ether for gas; anvil lets anyone send in its name. */
export async function newPerson(chain: LocalChain, random: SeededRandom): Promise<Hex> {
  const address: Hex = `0x${random.bits(160).toString(16).padStart(40, '0')}`;
  await chain.rpc('anvil_setBalance', [address, toHex(PURSE_WEI)]);
  return address;
}
