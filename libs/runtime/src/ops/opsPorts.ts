import type { ServiceName } from '@gimbal/contracts';
import type {
  ExportHeadsResponse,
  RebuildProjectionResponse,
  SealedHead,
  VerifySealsResponse,
} from '@gimbal/contracts/ops/v1/ops_service';
import type { EventLog } from '@gimbal/event-log';
import type { HostStatus } from '@gimbal/projection';

export interface RebuildOptions {
  readonly fromSnapshot: boolean;
  readonly swap: boolean;
  readonly signal: AbortSignal;
}

/** What an operator may ask of a running service; the projection library answers. */
export interface OpsPorts {
  readonly service: ServiceName;
  readonly log: EventLog;
  /** Partitions of every topic. */
  readonly partitionCount: number;
  status(): HostStatus;
  /** Calls back after each step and each accepted command; returns how to stop. */
  onAdvance(listener: () => void): () => void;
  exportHeads(): Promise<ExportHeadsResponse>;
  verifySeals(heads: readonly SealedHead[], signal: AbortSignal): Promise<VerifySealsResponse>;
  rebuild(options: RebuildOptions): Promise<RebuildProjectionResponse>;
}
