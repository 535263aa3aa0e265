import { rulesetOf } from '../aave-v3-6/rulesetOf.js';
import { AAVE_V3_3_RULES } from './rules.js';

/** Aave v3.3 by its documented differences. Unverified: no contracts of this version were run beside it. */
export const aaveV33 = rulesetOf('aave-v3.3', false, AAVE_V3_3_RULES);
