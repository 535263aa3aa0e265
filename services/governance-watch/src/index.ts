export { type GovernanceWatchConfig, governanceWatchConfigSchema } from './config.js';
export { createGovernanceStage } from './domain/governanceStage.js';
export type { GovernanceState } from './domain/governanceState.js';
export { type DecodedPayloadLog, decodePayloadLog, type PayloadAction } from './domain/payloadLogs/decodePayloadLog.js';
export { GovernanceWatchModule } from './governance-watch.module.js';
export { governanceWatchService } from './governance-watch.service.js';
