export { type IngestionConfig, ingestionConfigSchema, type LiveConfig, liveConfigSchema } from './config.js';
export { type FeedStanding, namesAccount } from './domain/feedStandings.js';
export { type FeedCatalogue, feedCatalogue, type Watched } from './domain/feedCatalogue.js';
export type { FeedDescription } from './domain/feedDescription.js';
export { INGESTION_FOLD_VERSION, ingestionStage } from './domain/ingestionStage.js';
export type { IngestionState } from './domain/ingestionState.js';
export type { RawFrame } from './domain/rawFrame.js';
export type { Connector, FrameSink } from './inbound/live/connector.js';
export { connectorConfigSchema } from './inbound/live/connectorConfig.js';
export { buildConnector } from './inbound/live/connectorRegistry.js';
export type { LiveIo } from './inbound/live/liveIo.js';
export { readLiveConfig } from './inbound/live/readLiveConfig.js';
export { openConfiguredLive } from './inbound/live/openConfiguredLive.js';
export { type Live, openLive } from './inbound/live/openLive.js';
export { recordLive } from './inbound/live/recordLive.js';
export { openRecording } from './inbound/recording/openRecording.js';
export {
  createEvmConnector,
  type EvmConnector,
  type EvmConnectorConfig,
  type EvmConnectorOptions,
  evmConnectorSchema,
  type PlannedRead,
} from './inbound/evm/index.js';
export { loadRecording, type Recording, type RecordedStep } from './inbound/recording/loadRecording.js';
export { createReplay, type GatedReplay, type Replay, type StreamedRecording } from './inbound/replay/replay.js';
export { IngestionModule, type IngestionPorts } from './ingestion.module.js';
export { ingestionService, type OpenedIngestion } from './ingestion.service.js';
export { type AccountPosition, accountPositions } from './domain/accounts/accountPositions.js';
export type { WatchedAccount, WatchedContract } from './domain/chain/chainFact.js';
export { chainTail } from './domain/chain/chainTail.js';
export { ownedTokenIds } from './domain/chain/ownedTokenIds.js';
export { decideIngestion } from './domain/decideIngestion.js';
export { evolveIngestion } from './domain/evolveIngestion.js';
export { createIngestionState } from './domain/ingestionState.js';
export { VENUE_CAPABILITIES } from './domain/venues/venueCapabilities.js';
export { type VenueProtocolOf, venueProtocolOf } from './domain/venues/venueProtocols.js';
export type { FrameReading, VenueProtocol } from './domain/venues/venueSession.js';
export type { FrameVerdict } from './domain/frameCounts.js';
