import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { writeLiquidityCarry } from '../uniswapV3/writeLiquidity.js';

/**
 * A share of a constant-product pool: V = 2L√P, Δ = L/√P, Γ = −L/(2P^{3/2}), with `liquidityUnits` the share's part of
 * √(x·y) in whole tokens. Fees stay in the reserves, so L itself grows (`univ2FeesFromGrowth`), and none is owed.
 */
export const univ2Liquidity = rowKernel(
  'univ2',
  {
    liquidityUnits: { rule: 'notNegative' },
    priceUsd: { rule: 'positive' },
    vol: { rule: 'notNegative', unless: 0 },
    feePer1: { rule: 'share', unless: 0 },
    blocksPerYear: { rule: 'notNegative', unless: 0 },
    hasFixedBlocks: { rule: 'flag', unless: 0 },
    feesUsdPerDay: { rule: 'notNegative', unless: 0 },
  },
  (input, out, at) => {
    const liquidityUnits = input[at.liquidityUnits]!;
    const priceUsd = input[at.priceUsd]!;
    const sqrtPrice = Math.sqrt(priceUsd);
    out[AT.priceUsd] = 2 * liquidityUnits * sqrtPrice;
    out[AT.delta] = liquidityUnits / sqrtPrice;
    out[AT.gammaPerUsd] = -liquidityUnits / (2 * priceUsd * sqrtPrice) + 0;
    writeLiquidityCarry(
      out,
      priceUsd,
      input[at.vol]!,
      input[at.feePer1]!,
      input[at.blocksPerYear]!,
      input[at.hasFixedBlocks] === 1,
      input[at.feesUsdPerDay]!,
    );
    return 0;
  },
);
