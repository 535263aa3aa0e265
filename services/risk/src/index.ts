export { type RiskConfig, riskConfigSchema } from './config.js';
export type { MarkFrame } from './domain/marks/markFrame.js';
export {
  HEALTH_LINES,
  HEALTH_TARGET,
  type MarginCallLine,
  USAGE_LINES,
  USAGE_TARGET,
} from './domain/marginCalls/marginCallLines.js';
export { revalue } from './domain/revaluation/revalue.js';
export type { SparseBook, UnderlyingGroups } from './domain/revaluation/sparseBook.js';
export { sparseBookOf } from './domain/revaluation/sparseBookOf.js';
export { ROW_SIZE, unitRows } from './domain/revaluation/unitRows.js';
export { riskStage } from './domain/riskStage.js';
export { KNOWN_POOLS, type PoolCoins } from './domain/lookThrough/knownPools.js';
export type { RiskState } from './domain/riskState.js';
export { createRiskPorts } from './outbound/createRiskPorts.js';
export type { LogPlace, RecordedExposure, RiskPorts } from './outbound/riskPorts.js';
export { RiskModule, type RiskModuleOptions } from './risk.module.js';
export { riskService } from './risk.service.js';
