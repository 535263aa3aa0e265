export { type IngestionConfig, ingestionConfigSchema } from './config.js';
export { type FeedCatalogue, feedCatalogue } from './domain/feedCatalogue.js';
export type { FeedDescription } from './domain/feedDescription.js';
export { INGESTION_FOLD_VERSION, ingestionStage } from './domain/ingestionStage.js';
export type { IngestionState } from './domain/ingestionState.js';
export type { RawFrame } from './domain/rawFrame.js';
export {
  createEvmConnector,
  type EvmConnector,
  type EvmConnectorConfig,
  type EvmConnectorOptions,
  evmConnectorSchema,
  type PlannedRead,
} from './inbound/evm/index.js';
export { loadRecording, type Recording, type RecordedStep } from './inbound/recording/loadRecording.js';
export { createReplay, type Replay } from './inbound/replay/replay.js';
export { IngestionModule, type IngestionPorts } from './ingestion.module.js';
export { ingestionService, type OpenedIngestion } from './ingestion.service.js';
export { type AccountPosition, accountPositions } from './domain/accounts/accountPositions.js';
export { readPlan, readsOfLogs } from './domain/chain/readPlan.js';
export type { WatchedAccount, WatchedContract } from './domain/chain/chainFact.js';
export { decideIngestion } from './domain/decideIngestion.js';
export { evolveIngestion } from './domain/evolveIngestion.js';
export { createIngestionState } from './domain/ingestionState.js';
