import { type Field, REASON_CODE } from '../instrument/fieldRules.js';
import { refusalOf } from '../instrument/instrumentKernel.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { RANGE_FIELDS } from '../uniswapV3/rangeFields.js';
import { writeUniv3 } from '../uniswapV3/univ3Liquidity.js';
import { hookReturnsDelta } from './hookPermissions.js';

const FIELDS = {
  ...RANGE_FIELDS,
  /** The low 14 bits of the hook's address (`hookPermissions`); 0 for a pool without hooks. */
  hookPermissions: { rule: 'permissions', unless: 0 },
} as const satisfies Readonly<Record<string, Field>>;

/**
 * A Uniswap v4 position: v3's curve and v3's fee growth, with the fee of the last swap where it is dynamic. A pool whose
 * hooks return deltas is refused by name (hookReturnsDelta, not modelled).
 */
export const univ4Liquidity = rowKernel('univ4', FIELDS, (input, out, at) => {
  if (hookReturnsDelta(input[at.hookPermissions]!)) return refusalOf(at.hookPermissions, REASON_CODE.hookReturnsDelta);
  return writeUniv3(input, out, at);
});
