import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { UNISWAP_V4_POSITIONS_ABI } from './uniswapV4Abi.js';
import type { UniswapV4PositionFact } from './uniswapV4Facts.js';

const readPositionEvent = eventReader(UNISWAP_V4_POSITIONS_ABI);

/** What a log of the v4 position manager says: who owns which position. Its liquidity is the pool manager's to say. */
export function decodeUniswapV4PositionLog(log: EvmLog): LogReading<UniswapV4PositionFact> {
  const read = readPositionEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  if (event.eventName !== 'Transfer') return ignored(event.eventName);
  const { from, to, id } = event.args;
  return facts({ kind: 'v4_nft_moved', tokenId: id, from: addressText(from), to: addressText(to) });
}
