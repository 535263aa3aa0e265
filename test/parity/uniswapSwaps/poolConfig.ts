import { MAX_SQRT_RATIO, MIN_SQRT_RATIO } from '@gimbal/quant';
import { integerOf, rowFields } from './rowFields.ts';

export interface PoolConfig {
  readonly feePips: bigint;
  readonly tickSpacing: number;
  /** Undefined where the file doesn't say at which price the pool began. */
  readonly initialSqrtPriceX96: bigint | undefined;
  /** What was assumed for want of a file. */
  readonly assumed: string | undefined;
}

/** Tick spacings of the fee tiers that the factory of Uniswap v3 has enabled, by fee in pips. */
const SPACING_BY_FEE: ReadonlyMap<bigint, number> = new Map([
  [100n, 1],
  [500n, 10],
  [3000n, 60],
  [10_000n, 200],
]);

/** Fee tiers as archives put them at the end of a name: `ens_weth_03` is the 0.3 % pool. */
const FEE_BY_SUFFIX: Readonly<Record<string, bigint>> = {
  '001': 100n,
  '005': 500n,
  '03': 3000n,
  '1': 10_000n,
  '100': 100n,
  '500': 500n,
  '3000': 3000n,
  '10000': 10_000n,
};

/** The pool's configuration, or why there is none: `lines` of its file, none without one. */
export function poolConfig(name: string, lines: readonly string[]): PoolConfig | string {
  const configs = new Map<string, PoolConfig>();
  for (const line of lines) {
    const fields = rowFields(line);
    const feePips = fields && integerOf(fields, 'fee');
    if (fields === undefined || feePips === undefined || feePips < 0n || feePips >= 1_000_000n) continue;
    const spacing = integerOf(fields, 'tickSpacing') ?? SPACING_BY_FEE.get(feePips);
    const initial = integerOf(fields, 'initialSqrtPriceX96', 'sqrtPriceX96');
    if (spacing === undefined || spacing <= 0n || spacing > 16_384n) continue;
    const known = initial !== undefined && initial >= MIN_SQRT_RATIO && initial < MAX_SQRT_RATIO;
    const config = { feePips, tickSpacing: Number(spacing), assumed: undefined };
    configs.set(`${feePips} ${spacing} ${initial}`, { ...config, initialSqrtPriceX96: known ? initial : undefined });
  }
  const named = [...configs.values()].filter(({ feePips }) => feePips === feeOfName(name));
  const [only, ...others] = named.length > 0 ? named : configs.values();
  if (others.length > 0) return `Expected one configuration, were ${configs.size} different ones.`;
  return only ?? configOfName(name);
}

function feeOfName(name: string): bigint | undefined {
  return FEE_BY_SUFFIX[/_(\d+)$/.exec(name)?.[1] ?? ''];
}

function configOfName(name: string): PoolConfig | string {
  const feePips = feeOfName(name);
  const tickSpacing = feePips === undefined ? undefined : SPACING_BY_FEE.get(feePips);
  if (feePips === undefined || tickSpacing === undefined) return 'Expected a fee and a tick spacing, found none.';
  const assumed = `fee of ${feePips} pips and spacing of ${tickSpacing}, by the name`;
  return { feePips, tickSpacing, initialSqrtPriceX96: undefined, assumed };
}
