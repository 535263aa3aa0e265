/** Parts of the service that only its own process uses, from its build: a bench runs what is deployed. */
export { parseChainFrame } from '../../../services/ingestion/dist/domain/chain/chainFrame.js';
export { createSessionReader } from '../../../services/ingestion/dist/domain/venues/sessionReader.js';
export { ConnectorHost } from '../../../services/ingestion/dist/inbound/live/connectorHost.js';
export { QUEUE_BYTES_MAX, QUEUE_FRAMES_MAX } from '../../../services/ingestion/dist/inbound/live/limits.js';
