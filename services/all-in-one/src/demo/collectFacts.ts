import type { ChannelCredentials, Metadata } from '@grpc/grpc-js';
import type { OrderFilled, ProposalDeclined, ProposalMade } from '@gimbal/contracts/execution/v1/execution_events';
import * as executionEvents from '@gimbal/contracts/execution/v1/execution_events';
import { LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { OpsServiceClient, type TailTopicResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { type BreachClosed, BreachOpened, ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import * as exposureEvents from '@gimbal/contracts/risk/v1/exposure_events';
import type { ServiceAddresses } from './replayDriver.js';

/** What the log says of a replay, read back over public gRPC. */
export interface ReplayFacts {
  /** By portfolio, in the order of their steps. */
  readonly exposures: ReadonlyMap<string, readonly ExposureCalculated[]>;
  readonly breachesOpened: readonly BreachOpened[];
  readonly breachesClosed: readonly BreachClosed[];
  readonly proposals: readonly ProposalMade[];
  readonly declined: readonly ProposalDeclined[];
  readonly approvals: readonly executionEvents.ProposalApproved[];
  readonly fills: readonly OrderFilled[];
  readonly liquidations: readonly LiquidationObserved[];
  readonly staleFeeds: readonly {
    readonly feed: string;
    readonly wentUs: bigint;
    readonly silentForUs: bigint | undefined;
  }[];
}

export async function collectFacts(
  addresses: ServiceAddresses,
  credentials: ChannelCredentials,
  metadata: Metadata,
): Promise<ReplayFacts> {
  const exposures = new Map<string, ExposureCalculated[]>();
  const facts = {
    exposures,
    breachesOpened: [] as BreachOpened[],
    breachesClosed: [] as BreachClosed[],
    proposals: [] as ProposalMade[],
    declined: [] as ProposalDeclined[],
    approvals: [] as executionEvents.ProposalApproved[],
    fills: [] as OrderFilled[],
    liquidations: [] as LiquidationObserved[],
    staleFeeds: [] as { feed: string; wentUs: bigint; silentForUs: bigint | undefined }[],
  };
  const take: Record<string, (json: unknown, timeUs: bigint) => void> = {
    [ExposureCalculated.$type]: (json) => {
      const exposure = ExposureCalculated.fromJSON(json);
      const list = exposures.get(exposure.portfolioId);
      if (list === undefined) exposures.set(exposure.portfolioId, [exposure]);
      else list.push(exposure);
    },
    [BreachOpened.$type]: (json) => facts.breachesOpened.push(BreachOpened.fromJSON(json)),
    [exposureEvents.BreachClosed.$type]: (json) =>
      facts.breachesClosed.push(exposureEvents.BreachClosed.fromJSON(json)),
    [executionEvents.ProposalMade.$type]: (json) => facts.proposals.push(executionEvents.ProposalMade.fromJSON(json)),
    [executionEvents.ProposalDeclined.$type]: (json) =>
      facts.declined.push(executionEvents.ProposalDeclined.fromJSON(json)),
    [executionEvents.ProposalApproved.$type]: (json) =>
      facts.approvals.push(executionEvents.ProposalApproved.fromJSON(json)),
    [executionEvents.OrderFilled.$type]: (json) => facts.fills.push(executionEvents.OrderFilled.fromJSON(json)),
    [LiquidationObserved.$type]: (json) => facts.liquidations.push(LiquidationObserved.fromJSON(json)),
    [FeedWentStale.$type]: (json, timeUs) =>
      facts.staleFeeds.push({ feed: FeedWentStale.fromJSON(json).feed, wentUs: timeUs, silentForUs: undefined }),
    [FeedRecovered.$type]: (json) => {
      const recovered = FeedRecovered.fromJSON(json);
      const open = facts.staleFeeds.findLast(
        ({ feed, silentForUs }) => feed === recovered.feed && silentForUs === undefined,
      );
      if (open !== undefined) open.silentForUs = recovered.silentForUs;
    },
  };
  const sources: readonly (readonly [string, string])[] = [
    [addresses.risk, 'exposure'],
    [addresses.execution, 'execution'],
    [addresses.ingestion, 'account'],
    [addresses.ingestion, 'market'],
  ];
  for (const [address, topic] of sources) {
    await tail(address, credentials, metadata, topic, ({ type, json, timeUs }) =>
      take[type]?.(JSON.parse(json), timeUs),
    );
  }
  return facts;
}

/** Reads a topic from its first record to its head. */
export function tail(
  address: string,
  credentials: ChannelCredentials,
  metadata: Metadata,
  topic: string,
  onRecord: (record: TailTopicResponse) => void,
): Promise<void> {
  const client = new OpsServiceClient(address, credentials);
  return new Promise<void>((resolve, reject) => {
    const stream = client.tailTopic({ topic, from: [], fromHead: false, follow: false }, metadata);
    stream.on('data', onRecord);
    stream.on('error', reject);
    stream.on('end', resolve);
  }).finally(() => client.close());
}
