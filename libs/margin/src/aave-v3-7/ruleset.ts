import { rulesetOf } from '../aave-v3-6/rulesetOf.js';
import { AAVE_V3_7_RULES } from './rules.js';

/** Aave v3.7 by its documented differences from v3.6. Unverified: its contracts are in no package that we can run. */
export const aaveV37 = rulesetOf('aave-v3.7', false, AAVE_V3_7_RULES);
