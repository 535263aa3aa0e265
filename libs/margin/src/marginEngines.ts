import { compoundV3 } from './compound-v3/ruleset.js';
import { derivePmrm2 } from './derive-pmrm2/ruleset.js';
import { deriveSrm } from './derive-srm/ruleset.js';
import { dydxV4 } from './dydx-v4/ruleset.js';
import { hyperliquid } from './hyperliquid/ruleset.js';
import { scenarioMargin } from './scenario-margin/ruleset.js';

/** The engines whose accounts aren't those of the lending book, by id: each takes its own venue's account as data. */
export const marginEngines = {
  [derivePmrm2.id]: derivePmrm2,
  [deriveSrm.id]: deriveSrm,
  [hyperliquid.id]: hyperliquid,
  [dydxV4.id]: dydxV4,
  [compoundV3.id]: compoundV3,
  [scenarioMargin.id]: scenarioMargin,
} as const;

export type MarginEngineId = keyof typeof marginEngines;

/** Whether an id read from an event names an engine that is implemented. */
export function isMarginEngineId(id: string): id is MarginEngineId {
  return Object.hasOwn(marginEngines, id);
}
