import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';

/** Whether a holder's balance is the sum of the transfers in and out, and if not, why not. */
export type Summability =
  | { readonly kind: 'summable' }
  | { readonly kind: 'not_summable'; readonly code: UnsummableCode; readonly reason: string };

export type UnsummableCode =
  /** Balances change without a log: shares of a pool, shown as amounts. */
  | 'rebasing'
  /** What arrives is less than what the log says, or a fee moves without a log. */
  | 'fee_on_transfer';

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
 * By `behaviour` among the contract's parameters: plain (also when left out), rebasing or fee_on_transfer. A token that
 * isn't summable has its balance read at each block, and what was read is the fact: nothing else tells it.
 */
export function tokenSummability(contract: WatchedContract): Summability {
  const { chain, address } = contract;
  const behaviour = textParameter(contract, 'behaviour');
  if (behaviour === 'rebasing' || (chain === 'ethereum' && REBASING.has(address))) {
    const reason = `Expected balances that change by transfers alone, ${address} rebases.`;
    return { kind: 'not_summable', code: 'rebasing', reason };
  }
  if (behaviour === 'fee_on_transfer') {
    const reason = `Expected that what is sent arrives, ${address} takes a fee of it.`;
    return { kind: 'not_summable', code: 'fee_on_transfer', reason };
  }
  return { kind: 'summable' };
}
