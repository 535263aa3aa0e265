import { everlastingOption } from '../everlasting/everlastingOption.js';
import { lendingBalance } from '../lending/lendingBalance.js';
import { datedFuture } from '../linear/datedFuture.js';
import { perpetual } from '../linear/perpetual.js';
import { spot } from '../linear/spot.js';
import { wrappedAsset } from '../linear/wrappedAsset.js';
import { europeanOption } from '../option/europeanOption.js';
import { powerPerpetual } from '../powerPerp/powerPerpetual.js';
import { debtPoolShare } from '../synthetic/debtPoolShare.js';
import { syntheticAsset } from '../synthetic/syntheticAsset.js';
import { univ2Liquidity } from '../uniswapV2/univ2Liquidity.js';
import { univ3Liquidity } from '../uniswapV3/univ3Liquidity.js';
import { univ4Liquidity } from '../uniswapV4/univ4Liquidity.js';

/** Every kind of instrument that can be valued from its inputs alone, by its name. */
export const INSTRUMENT_KERNELS = {
  spot,
  wrapped: wrappedAsset,
  perp: perpetual,
  future: datedFuture,
  option: europeanOption,
  power: powerPerpetual,
  everlasting: everlastingOption,
  univ2: univ2Liquidity,
  univ3: univ3Liquidity,
  univ4: univ4Liquidity,
  lending: lendingBalance,
  synth: syntheticAsset,
  debtshare: debtPoolShare,
} as const;

export type InstrumentKernelKind = keyof typeof INSTRUMENT_KERNELS;
