import { type CallAnswer, readResult, unknownFunction } from '../abi/readResult.js';
import { type CallReading, refusal } from '../abi/reading.js';
import { ERC4626_ABI } from './erc4626Abi.js';

export type Erc4626Value =
  | { readonly kind: 'balance' | 'total_assets' | 'total_supply'; readonly units: bigint }
  /** Units of the asset that the shares asked about redeem for. */
  | { readonly kind: 'share_worth'; readonly assetUnits: bigint };

/** What a vault answers. The worth is of as many shares as were asked about: one whole share, by agreement. */
export function decodeErc4626Read(answer: CallAnswer): CallReading<Erc4626Value> {
  switch (answer.function) {
    case 'balanceOf':
      return amount('balance', readResult(ERC4626_ABI, 'balanceOf', answer));
    case 'totalAssets':
      return amount('total_assets', readResult(ERC4626_ABI, 'totalAssets', answer));
    case 'totalSupply':
      return amount('total_supply', readResult(ERC4626_ABI, 'totalSupply', answer));
    case 'convertToAssets':
      return worth(readResult(ERC4626_ABI, 'convertToAssets', answer));
    case 'stEthPerToken':
      return worth(readResult(ERC4626_ABI, 'stEthPerToken', answer));
    case 'getExchangeRate':
      return worth(readResult(ERC4626_ABI, 'getExchangeRate', answer));
    default:
      return unknownFunction(answer.function, ERC4626_ABI);
  }
}

function amount(
  kind: 'balance' | 'total_assets' | 'total_supply',
  read: CallReading<bigint>,
): CallReading<Erc4626Value> {
  return read.kind === 'refused' ? read : { kind: 'value', value: { kind, units: read.value } };
}

/** A share that is worth nothing is a vault that is empty or broken, and no rate. */
function worth(read: CallReading<bigint>): CallReading<Erc4626Value> {
  if (read.kind === 'refused') return read;
  if (read.value === 0n) return refusal('impossible_value', 'Expected a share that is worth something, was 0.');
  return { kind: 'value', value: { kind: 'share_worth', assetUnits: read.value } };
}
