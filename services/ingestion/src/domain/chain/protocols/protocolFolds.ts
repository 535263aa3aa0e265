import type { ProtocolId } from '../chainFact.js';
import { aaveFold } from './aave/aaveFold.js';
import { aaveDebtTokenFold, aaveSupplyTokenFold } from './aave/aaveTokenFold.js';
import { erc20Fold } from './erc20/erc20Fold.js';
import { erc4626Fold } from './erc4626/erc4626Fold.js';
import { chainlinkFold } from './chainlink/chainlinkFold.js';
import { uniswapV3PoolFold } from './uniswapV3/uniswapV3PoolFold.js';
import { uniswapV3PositionsFold } from './uniswapV3/uniswapV3PositionsFold.js';
import type { ProtocolFold } from './protocolFold.js';

/** The fold of each protocol that is followed. */
export type ProtocolFolds = Readonly<Partial<Record<ProtocolId, ProtocolFold>>>;

export const protocolFolds: ProtocolFolds = {
  erc20: erc20Fold,
  erc4626: erc4626Fold,
  'aave-v3': aaveFold,
  'aave-v3-atoken': aaveSupplyTokenFold,
  'aave-v3-variable-debt': aaveDebtTokenFold,
  'uniswap-v3-pool': uniswapV3PoolFold,
  'uniswap-v3-positions': uniswapV3PositionsFold,
  chainlink: chainlinkFold,
};
