import { AAVE_V3_6_RULES } from './rules.js';
import { rulesetOf } from './rulesetOf.js';

/** Aave v3.6, as deployed with POOL_REVISION 10: verified against its contracts, see test/chain. */
export const aaveV36 = rulesetOf('aave-v3.6', true, AAVE_V3_6_RULES);
