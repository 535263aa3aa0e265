export { createMemoryOwnership, createMemoryProjectionStore } from './memoryStores.js';
export {
  type FilterStanding,
  type InputItem,
  type MalformedRecord,
  PartitionFilter,
  stepOf,
  type StepTrace,
  UnknownTypeError,
} from './partitionFilter.js';
export {
  type Checkpoint,
  FencedError,
  type OwnerRow,
  type Ownership,
  type ProjectionStore,
  type RowChange,
  type SealStanding,
  type StoredProjection,
} from './projectionStore.js';
export { allRows, rowBytes, rowsSha256, rowValue } from './rowBytes.js';
export {
  createSealSigner,
  loadSealKeys,
  type PinnedKeys,
  pinnedKeys,
  type SealSigner,
  verifySealSignature,
} from './sealKeys.js';
export { Sealer } from './sealer.js';
export {
  headsStatementBytes,
  type SealedHeadStatement,
  type SealStatement,
  sealStatementBytes,
} from './sealStatement.js';
export type {
  Command,
  CommandAccepted,
  CommandDecision,
  DecideContext,
  Draft,
  InboundEvent,
  Principal,
  RefusalCode,
  Stage,
  StageState,
  Step,
} from './stage.js';
export { inFoldOrder, parsePartitionName, partitionName, StageFold } from './stageFold.js';
export type { CommandOutcome, HostState, HostStatus, StageHost, StreamStanding } from './stageHost.js';
export { StageRunner } from './stageRunner.js';
export type { StageRunnerOptions, StepDone, StepSource, StepTracing } from './stageRunnerOptions.js';
export { Table } from './table.js';
export { type SealCheck, type SealFault, type SealVerdict, verifySeals } from './verifySeals.js';
export { type DecisionVerdict, verifyDecision, type VerifyDecisionOptions } from './verifyDecision.js';
export { type Refolded, type RefoldedStep, refold, type RefoldOptions } from './refold.js';
export {
  createPostgresProjection,
  type PostgresProjection,
  type PostgresProjectionOptions,
} from './postgres/createPostgresProjection.js';
export { type FusedCounts, type FusedPosition, FusedPositions, type SealPlace } from './fused/fusedPositions.js';
export { rebuildPositions, type RebuildPositionsOptions, type RebuiltPositions } from './fused/rebuildPositions.js';
export { SegmentSeals } from './fused/segmentSeals.js';
