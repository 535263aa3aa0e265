import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, ProtocolFold } from '../protocolFold.js';
import { decodeUniswapV4PositionLog } from './decodeUniswapV4PositionLog.js';
import { UNISWAP_V4_POSITIONS_ABI } from './uniswapV4Abi.js';
import type { UniswapV4PositionFact } from './uniswapV4Facts.js';
import { ticksOfInfo, v4PoolId } from './v4PoolId.js';
import { applyV4Position, openV4Position, type UniswapV4PositionRow, v4Held } from './v4Positions.js';

const readPositionCall = callReader(UNISWAP_V4_POSITIONS_ABI);

/** The v4 position manager, without parameters. Liquidity comes from the pool manager's logs, which name it by the salt. */
export const uniswapV4PositionsFold: ProtocolFold<UniswapV4PositionFact, UniswapV4PositionRow> = {
  checkContract: () => undefined,

  decodeLog: (_contract, log) => decodedLogOf(decodeUniswapV4PositionLog(log)),

  decodeRead: readPosition,

  apply: applyV4Position,

  open: openV4Position,

  positions: (_key, row) => v4Held(row),

  observations: () => [],
};

function readPosition(_contract: WatchedContract, read: ContractRead): DecodedRead<UniswapV4PositionFact> {
  const reading = readPositionCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  if (call.functionName !== 'getPoolAndPositionInfo') return answered([]);
  const [key, info] = call.result;
  // A number that was never minted, or was burnt, reads as zeros.
  if (info === 0n) return answered([]);
  const [tokenId] = call.args;
  const range = { pool: v4PoolId(key), ...ticksOfInfo(info) };
  return answered([{ kind: 'v4_nft_read', tokenId, ...range, liquidity: undefined }]);
}
