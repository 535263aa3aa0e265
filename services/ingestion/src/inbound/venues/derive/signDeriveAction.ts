import { concat, encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { sign } from 'viem/accounts';
import { parseDecimal } from '@gimbal/money';
import { keyOf } from './signDeriveLogin.js';

/** Of the hash of an Action's type and of a network's domain (Derive API reference, "Protocol Constants"). */
export const DERIVE_ACTION_TYPEHASH: Hex = '0x4d7a9f27c403ff9c0f19bce61d76d82f9aa29f8d6d4b0c5474607d9770d1af17';
export const DERIVE_DOMAINS = {
  mainnet: {
    separator: '0xd96e5f90797da7ec8dc4e276260c7f3f87fedf68775fbe1ef116e996fc60441b',
    tradeModule: '0xB8D20c2B7a1Ad2EE33Bc50eF10876eD3035b5e7b',
  },
  testnet: {
    separator: '0x9bcf4dc06df5d8bf23af818d5716491b995020f377d3b7b64c29ed14e3dd1105',
    tradeModule: '0x87F2863866D85E3192a35A73b388BD625D83f2be',
  },
} as const;

export interface DeriveTrade {
  /** The asset's contract, and the number of the instrument in it. */
  readonly asset: Hex;
  readonly subId: bigint;
  /** Decimal strings of at most 18 decimals. */
  readonly limitPrice: string;
  readonly amount: string;
  readonly feeMax: string;
  readonly isBid: boolean;
}

export interface DeriveAction {
  readonly subaccountId: bigint;
  readonly nonce: bigint;
  readonly expirySeconds: bigint;
  readonly owner: Hex;
  readonly signer: Hex;
  readonly trade: DeriveTrade;
}

/**
 * The hash that an order's signature is over (EIP-712): the domain, and the action, whose data is the hash of the trade
 * module's arguments (Derive API reference, "Self-custodial Requests"). Amounts are integers of 18 decimals. Throws for a
 * decimal that has no such integer.
 */
export function deriveActionHash(action: DeriveAction, domain: { separator: Hex; tradeModule: Hex }): Hex {
  const { trade } = action;
  const data = encodeAbiParameters(
    [
      { type: 'address' },
      { type: 'uint256' },
      { type: 'int256' },
      { type: 'int256' },
      { type: 'uint256' },
      { type: 'uint256' },
      { type: 'bool' },
    ],
    [
      trade.asset,
      trade.subId,
      wei(trade.limitPrice),
      wei(trade.amount),
      wei(trade.feeMax),
      action.subaccountId,
      trade.isBid,
    ],
  );
  const struct = encodeAbiParameters(
    [
      { type: 'bytes32' },
      { type: 'uint256' },
      { type: 'uint256' },
      { type: 'address' },
      { type: 'bytes32' },
      { type: 'uint256' },
      { type: 'address' },
      { type: 'address' },
    ],
    [
      DERIVE_ACTION_TYPEHASH,
      action.subaccountId,
      action.nonce,
      domain.tradeModule,
      keccak256(data),
      action.expirySeconds,
      action.owner,
      action.signer,
    ],
  );
  return keccak256(concat(['0x1901', domain.separator, keccak256(struct)]));
}

export function signDeriveAction(hash: Hex, sessionKey: string): Promise<Hex> {
  return sign({ hash, privateKey: keyOf(sessionKey), to: 'hex' });
}

const WEI_DECIMALS = 18;

function wei(decimal: string): bigint {
  const parsed = parseDecimal(decimal);
  if (!parsed.ok || parsed.value.scale > WEI_DECIMALS) {
    throw new Error(`Expected a decimal of at most ${WEI_DECIMALS} decimals, was ${JSON.stringify(decimal)}.`);
  }
  return parsed.value.unscaled * 10n ** BigInt(WEI_DECIMALS - parsed.value.scale);
}
