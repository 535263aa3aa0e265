import { aaveV2 } from './aave-v2/ruleset.js';
import { aaveV30 } from './aave-v3-0/ruleset.js';

/** Every ruleset by the id under which a market's parameters arrive as events; an engine adds one line here. */
export const marginRulesets = { [aaveV30.id]: aaveV30, [aaveV2.id]: aaveV2 } as const;

export type MarginRulesetId = keyof typeof marginRulesets;

/** Whether an id read from an event names a ruleset that is implemented. */
export function isMarginRulesetId(id: string): id is MarginRulesetId {
  return Object.hasOwn(marginRulesets, id);
}
