import { concatHex, encodeAbiParameters, type Hex, keccak256, pad } from 'viem';

/** What names a position of GMX v2: an account has one at most of each. Addresses are in lower case. */
export interface GmxPositionName {
  readonly account: string;
  readonly market: string;
  readonly collateralToken: string;
  readonly isLong: boolean;
}

/** Fields of a position or a market, by the names whose hashes the DataStore keeps them under. */
export type GmxField = 'SIZE_IN_TOKENS' | 'MARKET' | 'COLLATERAL_TOKEN' | 'IS_LONG' | 'LONG_TOKEN' | 'SHORT_TOKEN';

const NAME = [{ type: 'address' }, { type: 'address' }, { type: 'address' }, { type: 'bool' }] as const;

/** The key that logs call `positionKey`: keccak256(abi.encode(account, market, collateralToken, isLong)) (gmx-synthetics, Position). */
export function gmxPositionKeyOf({ account, market, collateralToken, isLong }: GmxPositionName): Hex {
  return keccak256(encodeAbiParameters(NAME, [account as Hex, market as Hex, collateralToken as Hex, isLong]));
}

/** A name as the contracts' constants have it: keccak256(abi.encode(text)) (gmx-synthetics, Keys). */
export function gmxNameHash(text: string): Hex {
  return keccak256(encodeAbiParameters([{ type: 'string' }], [text]));
}

/** Where a field of a position (by its key) or a market (by its address) lies (gmx-synthetics, PositionStoreUtils, MarketStoreUtils). */
export function gmxFieldKey(owner: string, field: GmxField): Hex {
  return keccak256(concatHex([pad(owner as Hex), gmxNameHash(field)]));
}

/** The list of the keys of an account's positions (gmx-synthetics, Keys: accountPositionListKey). */
export function gmxAccountPositionsKey(account: string): Hex {
  return keccak256(concatHex([gmxNameHash('ACCOUNT_POSITION_LIST'), pad(account as Hex)]));
}
