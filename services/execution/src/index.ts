export { type ExecutionConfig, executionConfigOf, executionConfigSchema, parseExecutionConfig } from './config.js';
export { createExecutionStage, executionStage } from './domain/executionStage.js';
export type { ExecutionState } from './domain/executionState.js';
export { payloadHash } from './domain/payloadHash.js';
export { ExecutionModule, type ExecutionModuleOptions } from './execution.module.js';
export { readExecutionConfig } from './inbound/readExecutionConfig.js';
export { executionService } from './execution.service.js';
