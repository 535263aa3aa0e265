import { DECIMAL_SCALE_MAX } from '@gimbal/money';
import { addressText } from '../abi/hexText.js';

/** Whether a holder's balance is the sum of the transfers in and out, and if not, why not. */
export type Summability =
  | { readonly kind: 'summable' }
  | { readonly kind: 'not_summable'; readonly code: UnsummableCode; readonly reason: string };

export type UnsummableCode =
  /** Balances change without a log: shares of a pool, shown as amounts. */
  | 'rebasing'
  /** What arrives is less than what the log says, or a fee moves without a log. */
  | 'fee_on_transfer'
  /** More decimals than an amount may have here; integers still hold. */
  | 'decimals';

/** What the catalogue says of a token's transfers. */
export type TransferBehaviour = 'plain' | 'rebasing' | 'fee_on_transfer';

/**
 * Tokens that rebase whatever a catalogue says of them, by their address on Ethereum: stETH (docs.lido.fi), AMPL
 * (docs.ampleforth.org), OUSD (docs.originprotocol.com).
 */
const REBASING: ReadonlySet<string> = new Set([
  '0xae7ab96520de3a18e5e111b5eaab095312d7fe84',
  '0xd46ba6d942050d489dbd938a2c909a5d5039a161',
  '0x2a8e1e676ec238d8a992307b495b45b3feaa5e86',
]);

/**
 * A token that isn't summable has its balance read at each block in which a log names the holder, and what was read is
 * the fact, with the log as its cause.
 */
export function tokenSummability(token: {
  readonly chain: string;
  readonly address: string;
  readonly decimals: number;
  readonly behaviour: TransferBehaviour;
}): Summability {
  const { chain, address, decimals, behaviour } = token;
  if (behaviour === 'rebasing' || (chain === 'ethereum' && REBASING.has(addressText(address)))) {
    return notSummable('rebasing', `Expected balances that change by transfers alone, ${address} rebases.`);
  }
  if (behaviour === 'fee_on_transfer') {
    return notSummable('fee_on_transfer', `Expected that what is sent arrives, ${address} takes a fee of it.`);
  }
  if (decimals > DECIMAL_SCALE_MAX) {
    return notSummable('decimals', `Expected at most ${DECIMAL_SCALE_MAX} decimals, was ${decimals}.`);
  }
  return { kind: 'summable' };
}

function notSummable(code: UnsummableCode, reason: string): Summability {
  return { kind: 'not_summable', code, reason };
}
