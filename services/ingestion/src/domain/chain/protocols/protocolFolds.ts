import type { ProtocolId } from '../chainFact.js';
import { aaveFold } from './aave/aaveFold.js';
import { aaveDebtTokenFold, aaveSupplyTokenFold } from './aave/aaveTokenFold.js';
import { bridgeFold } from './bridge/bridgeFold.js';
import { chainlinkFold } from './chainlink/chainlinkFold.js';
import { compoundFold } from './compound/compoundFold.js';
import { erc20Fold } from './erc20/erc20Fold.js';
import { erc4626Fold } from './erc4626/erc4626Fold.js';
import { arbitrumGasFold, opGasFold } from './gas/gasFold.js';
import { gmxFold } from './gmx/gmxFold.js';
import type { ProtocolFold } from './protocolFold.js';
import { squeethFold } from './squeeth/squeethFold.js';
import { synthetixFold } from './synthetix/synthetixFold.js';
import { uniswapV2Fold } from './uniswapV2/uniswapV2Fold.js';
import { uniswapV3PoolFold } from './uniswapV3/uniswapV3PoolFold.js';
import { uniswapV3PositionsFold } from './uniswapV3/uniswapV3PositionsFold.js';
import { uniswapV4ManagerFold } from './uniswapV4/uniswapV4ManagerFold.js';
import { uniswapV4PositionsFold } from './uniswapV4/uniswapV4PositionsFold.js';

/** The fold of each protocol that is followed. */
export type ProtocolFolds = Readonly<Partial<Record<ProtocolId, ProtocolFold>>>;

export const protocolFolds: ProtocolFolds = {
  erc20: erc20Fold,
  erc4626: erc4626Fold,
  'aave-v3': aaveFold,
  'aave-v3-atoken': aaveSupplyTokenFold,
  'aave-v3-variable-debt': aaveDebtTokenFold,
  'compound-v3': compoundFold,
  'uniswap-v2': uniswapV2Fold,
  'uniswap-v3-pool': uniswapV3PoolFold,
  'uniswap-v3-positions': uniswapV3PositionsFold,
  'uniswap-v4-manager': uniswapV4ManagerFold,
  'uniswap-v4-positions': uniswapV4PositionsFold,
  chainlink: chainlinkFold,
  'squeeth-controller': squeethFold,
  synthetix: synthetixFold,
  'gmx-v2': gmxFold,
  bridge: bridgeFold,
  'op-gas-oracle': opGasFold,
  'arb-gas-info': arbitrumGasFold,
};
