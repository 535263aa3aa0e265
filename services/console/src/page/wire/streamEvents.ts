import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { WatchChangesResponse } from '@gimbal/contracts/governance/v1/governance_service';
import type { ListFeedsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { GetStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { WatchMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { ApiFailureBody, WatchedAnswer } from './apiAnswers.js';
import type { Jsonified } from './jsonified.js';
import type { ServiceName } from './serviceNames.js';

/** Whether a stream of a service flows. */
export interface SourceNotice {
  readonly stream: string;
  readonly service: ServiceName;
  readonly up: boolean;
  /** Why it doesn't, in words; empty while it does. */
  readonly message: string;
}

/** The events of /api/stream by their names. Those that stand in the log carry their position as the event's id. */
export interface StreamEvents {
  readonly exposure: Jsonified<WatchExposureResponse>;
  readonly execution: Jsonified<WatchExecutionResponse>;
  readonly governance: Jsonified<WatchChangesResponse>;
  readonly marks: Jsonified<WatchMarksResponse>;
  readonly status: Jsonified<GetStatusResponse>;
  readonly feeds: Jsonified<ListFeedsResponse>;
  /** Once after the stream begins, then when it has changed. */
  readonly watched: WatchedAnswer;
  readonly source: SourceNotice;
  /** The last event: the caller's token is not believed any more, or the console stops. */
  readonly end: ApiFailureBody['error'];
}

export type StreamEventName = keyof StreamEvents;
