import type { AaveRuleset } from './aave/aaveRuleset.js';
import { aaveV2 } from './aave-v2/ruleset.js';
import { aaveV30 } from './aave-v3-0/ruleset.js';
import { aaveV33 } from './aave-v3-3/ruleset.js';
import { aaveV36 } from './aave-v3-6/ruleset.js';
import { aaveV37 } from './aave-v3-7/ruleset.js';

/** Every ruleset by the id under which a market's parameters arrive as events; an engine adds one line here. */
export const marginRulesets = {
  [aaveV30.id]: aaveV30,
  [aaveV33.id]: aaveV33,
  [aaveV36.id]: aaveV36,
  [aaveV37.id]: aaveV37,
  [aaveV2.id]: aaveV2,
} as const satisfies Readonly<Record<string, AaveRuleset>>;

export type MarginRulesetId = keyof typeof marginRulesets;

/** Whether an id read from an event names a ruleset that is implemented. */
export function isMarginRulesetId(id: string): id is MarginRulesetId {
  return Object.hasOwn(marginRulesets, id);
}
