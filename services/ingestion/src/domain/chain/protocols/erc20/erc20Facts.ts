import type { ProtocolRow } from '../protocolFold.js';

/** Units of a token went from one address to another; minted from the zero address, burnt to it. */
export interface TokenMoved {
  readonly kind: 'token_moved';
  /** The contract, lower case, as every address here. */
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
}

/** What a contract says that an address holds, of a token whose transfers don't add up. */
export interface TokenBalanceRead {
  readonly kind: 'token_balance_read';
  readonly token: string;
  readonly holder: string;
  readonly units: bigint;
}

export type Erc20Fact = TokenMoved | TokenBalanceRead;

/** What one watched address holds of a token. */
export interface TokenHoldingRow extends ProtocolRow {
  readonly kind: 'token_holding';
  readonly accountId: string;
  readonly chain: string;
  readonly token: string;
  readonly holder: string;
  readonly instrumentId: string;
  /** A quantity of 1 is 10^unitDecimals units. */
  readonly unitDecimals: number;
  readonly units: bigint;
}

export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
