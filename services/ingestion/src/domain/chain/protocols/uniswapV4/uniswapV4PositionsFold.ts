import type { ContractRead, WatchedContract } from '../../chainFact.js';
import { listParameter, missingParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import { wrongToken } from '../abi/tokenList.js';
import type { DecodedRead, ProtocolFold } from '../protocolFold.js';
import { decodeUniswapV4PositionLog } from './decodeUniswapV4PositionLog.js';
import { UNISWAP_V4_POSITIONS_ABI } from './uniswapV4Abi.js';
import type { UniswapV4PositionFact } from './uniswapV4Facts.js';
import { ticksOfInfo, v4PoolId } from './v4PoolId.js';
import { applyV4Position, openV4Position, type UniswapV4PositionRow, v4Held } from './v4Positions.js';

const readPositionCall = callReader(UNISWAP_V4_POSITIONS_ABI);

/**
 * The v4 position manager. Liquidity comes from the pool manager's logs, which name it by the salt. What touching a position would pay
 * is owed beside it, by the pool manager's storage: `tokens`, a list of `ADDRESS=ASSET/DECIMALS` (the zero address for the chain's coin),
 * says in what; `tokenIds`, a list of numbers, names positions that accounts had before the first block.
 */
export const uniswapV4PositionsFold: ProtocolFold<UniswapV4PositionFact, UniswapV4PositionRow> = {
  checkContract(contract) {
    const { name, parameters } = contract;
    for (const list of ['tokens', 'tokenIds']) {
      const missing = parameters[list] === undefined ? undefined : missingParameter(contract, { [list]: 'list' });
      if (missing !== undefined) return missing;
    }
    const wrong = listParameter(contract, 'tokenIds').find((text) => !/^[0-9]{1,77}$/.test(text));
    return wrong === undefined ? wrongToken(contract) : `Expected numbers in tokenIds of ${name}, was "${wrong}".`;
  },

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
  if (range.lowerTick >= range.upperTick) {
    return refusal('impossible_value', `Expected a lower tick below ${range.upperTick}, was ${range.lowerTick}.`);
  }
  const currencies = [addressText(key.currency0), addressText(key.currency1)] as const;
  const { accountId } = read;
  return answered([{ kind: 'v4_nft_read', tokenId, accountId, currencies, ...range, liquidity: undefined }]);
}
