import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { UNISWAP_V3_POSITIONS_ABI } from './uniswapV3Abi.js';
import type { UniswapV3PositionFact } from './uniswapV3Facts.js';

const readPositionEvent = eventReader(UNISWAP_V3_POSITIONS_ABI);

/** What a log of the position manager says: who owns which position, and how its liquidity changed. */
export function decodeUniswapV3PositionLog(log: EvmLog): LogReading<UniswapV3PositionFact> {
  const read = readPositionEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Transfer': {
      const { from, to, tokenId } = event.args;
      return facts({ kind: 'nft_moved', tokenId, from: addressText(from), to: addressText(to) });
    }
    case 'IncreaseLiquidity':
    case 'DecreaseLiquidity': {
      const { tokenId, liquidity } = event.args;
      const change = event.eventName === 'IncreaseLiquidity' ? liquidity : -liquidity;
      return facts({ kind: 'nft_liquidity_changed', tokenId, liquidity: change });
    }
    case 'Collect': {
      const { tokenId, amount0, amount1 } = event.args;
      return facts({ kind: 'nft_collected', tokenId, amount0, amount1 });
    }
    case 'Approval':
    case 'ApprovalForAll':
      return ignored(event.eventName);
  }
}
