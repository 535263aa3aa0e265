/** Units of a token went from one address to another; minted from the zero address, burnt to it. */
export interface TokenMoved {
  readonly kind: 'token_moved';
  /** The contract, lower case, as every address here. */
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
}

export type Erc20Value =
  | { readonly kind: 'balance'; readonly units: bigint }
  | { readonly kind: 'total_supply'; readonly units: bigint }
  | { readonly kind: 'decimals'; readonly decimals: number }
  | { readonly kind: 'symbol'; readonly symbol: string };

export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
