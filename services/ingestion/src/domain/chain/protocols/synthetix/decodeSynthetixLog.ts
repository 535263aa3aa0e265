import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';
import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import type { TokenMoved } from '../erc20/erc20Facts.js';
import { DEBT_SHARE_ABI, PERPS_MARKET_ABI } from './synthetixAbi.js';

/** The size of a perpetual after a trade or a liquidation: 18 decimals, short below 0. */
export interface PerpSized {
  readonly kind: 'perp_sized';
  readonly perpAccount: bigint;
  readonly market: bigint;
  readonly size: bigint;
  readonly liquidated: boolean;
}

export type SynthetixFact = TokenMoved | PerpSized;

const readShareEvent = eventReader(DEBT_SHARE_ABI);
const readPerpEvent = eventReader(PERPS_MARKET_ABI);

/** What a log says, by the contract's role: shares of the debt pool, or v3 perpetuals. */
export function decodeSynthetixLog(contract: WatchedContract, log: EvmLog): LogReading<SynthetixFact> {
  return textParameter(contract, 'role') === 'perps' ? decodePerpLog(log) : decodeShareLog(log);
}

function decodeShareLog(log: EvmLog): LogReading<SynthetixFact> {
  const read = readShareEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  // Mint and Burn say again what the Transfer before them said.
  if (event.eventName !== 'Transfer') return ignored(event.eventName);
  const { from, to, value } = event.args;
  const token = addressText(log.address);
  return facts({ kind: 'token_moved', token, from: addressText(from), to: addressText(to), units: value });
}

function decodePerpLog(log: EvmLog): LogReading<SynthetixFact> {
  const read = readPerpEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'OrderSettled': {
      const { accountId, marketId, newSize } = event.args;
      return facts({ kind: 'perp_sized', perpAccount: accountId, market: marketId, size: newSize, liquidated: false });
    }
    case 'PositionLiquidated': {
      const { accountId, marketId, newPositionSize } = event.args;
      const size = newPositionSize;
      return facts({ kind: 'perp_sized', perpAccount: accountId, market: marketId, size, liquidated: true });
    }
    default:
      return ignored(event.eventName);
  }
}
