export { buildEvmConnector, type EvmConnectorEntry, evmWatchSchema } from './buildEvmConnector.js';
export { type ConnectorStatus, type EndpointStatus } from './connectorStatus.js';
export {
  createEvmConnector,
  type EvmConnector,
  type EvmConnectorOptions,
  type EvmIo,
  type EvmSink,
} from './createEvmConnector.js';
export { type EvmConnectorConfig, evmConnectorSchema, evmEndpointSchema } from './evmConnectorOptions.js';
export type { BlockRef } from './follow/chainCursor.js';
export type { LogRead, PlannedRead, ReadPlan, Touch } from './reads/plannedRead.js';
export { readPlanOf } from './reads/readPlanOf.js';
