import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import type { TokenMoved } from '../erc20/erc20Facts.js';
import { tokenTransfer } from '../erc20/tokenTransfer.js';
import { UNISWAP_V2_PAIR_ABI } from './uniswapV2Abi.js';

/** The reserves of a pair after something happened to it, in its tokens' integers. */
export interface PairSynced {
  readonly kind: 'pair_synced';
  readonly pool: string;
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

const readPairEvent = eventReader(UNISWAP_V2_PAIR_ABI);

/** What a log of a pair says: its reserves, and who holds its shares. */
export function decodeUniswapV2Log(log: EvmLog): LogReading<PairSynced | TokenMoved> {
  const transfer = tokenTransfer(log);
  if (transfer !== undefined) return facts(transfer);
  const read = readPairEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  const pool = addressText(log.address);
  switch (event.eventName) {
    case 'Sync':
      return facts({ kind: 'pair_synced', pool, reserve0: event.args.reserve0, reserve1: event.args.reserve1 });
    case 'Transfer': {
      const { from, to, value } = event.args;
      return facts({ kind: 'token_moved', token: pool, from: addressText(from), to: addressText(to), units: value });
    }
    case 'Swap':
    case 'Mint':
    case 'Burn':
    case 'Approval':
      return ignored(event.eventName);
  }
}
