import { derivePmrm2 } from './derive-pmrm2/ruleset.js';
import { deriveSrm } from './derive-srm/ruleset.js';

/** The engines whose accounts aren't those of the lending book, by id: each takes its own venue's account as data. */
export const marginEngines = {
  [derivePmrm2.id]: derivePmrm2,
  [deriveSrm.id]: deriveSrm,
} as const;

export type MarginEngineId = keyof typeof marginEngines;

/** Whether an id read from an event names an engine that is implemented. */
export function isMarginEngineId(id: string): id is MarginEngineId {
  return Object.hasOwn(marginEngines, id);
}
