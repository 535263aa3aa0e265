export { type RiskConfig, riskConfigSchema } from './config.js';
export { riskStage } from './domain/riskStage.js';
export { KNOWN_POOLS, type PoolCoins } from './domain/lookThrough/knownPools.js';
export type { RiskState } from './domain/riskState.js';
export { createRiskPorts } from './outbound/createRiskPorts.js';
export type { LogPlace, RecordedExposure, RiskPorts } from './outbound/riskPorts.js';
export { RiskModule, type RiskModuleOptions } from './risk.module.js';
export { riskService } from './risk.service.js';
