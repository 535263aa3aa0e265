import { encodeAbiParameters, getContractAddress, type Hex, keccak256 } from 'viem';
import { addressText } from '../abi/hexText.js';

/** Of Uniswap's own deployment, the same on most chains (docs.uniswap.org, v3 deployments; POOL_INIT_CODE_HASH). */
export const UNISWAP_V3_FACTORY = '0x1f98431c8ad98523631ae4a59f267346ea31f984';
export const UNISWAP_V3_INIT_CODE_HASH = '0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54';

/** What names a pool: its tokens by rising address, its fee in hundredths of a basis point. */
export interface PoolKey {
  readonly token0: string;
  readonly token1: string;
  readonly fee: number;
}

/** The address at which a factory makes a pool (CREATE2 with the key's hash for salt), so no catalogue has to list it. */
export function poolAddressOf(
  { token0, token1, fee }: PoolKey,
  factory: string = UNISWAP_V3_FACTORY,
  initCodeHash: string = UNISWAP_V3_INIT_CODE_HASH,
): string {
  const salt = keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, { type: 'address' }, { type: 'uint24' }],
      [token0 as Hex, token1 as Hex, fee],
    ),
  );
  const from = factory as Hex;
  return addressText(getContractAddress({ opcode: 'CREATE2', from, salt, bytecodeHash: initCodeHash as Hex }));
}
