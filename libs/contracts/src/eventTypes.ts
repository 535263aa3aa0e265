import * as execution from './gen/gimbal/execution/v1/execution_events.js';
import * as governance from './gen/gimbal/governance/v1/governance_events.js';
import * as chain from './gen/gimbal/ingestion/v1/chain_events.js';
import * as health from './gen/gimbal/ingestion/v1/health_events.js';
import * as market from './gen/gimbal/ingestion/v1/market_events.js';
import * as protocol from './gen/gimbal/ingestion/v1/protocol_events.js';
import * as venue from './gen/gimbal/ingestion/v1/venue_events.js';
import * as log from './gen/gimbal/log/v1/log.js';
import * as marks from './gen/gimbal/pricing/v1/mark_events.js';
import * as exposure from './gen/gimbal/risk/v1/exposure_events.js';
import * as portfolio from './gen/gimbal/risk/v1/portfolio_events.js';
import type { TopicName } from './topics.js';

/** How the bytes of one event type are written and read. */
export interface EventCodec<T> {
  readonly $type: string;
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array): T;
  fromJSON(object: unknown): T;
  toJSON(message: T): unknown;
}

/** A decoded event: its full protobuf name and its message. */
export interface Event<T = unknown> {
  readonly type: string;
  readonly value: T;
}

/** Any codec, whatever its message; the registry is keyed by name, so the message type is known only at the call. */
// eslint-disable-next-line typescript/no-explicit-any
export type AnyCodec = EventCodec<any>;

/** Control records stand in every topic: claims, step markers, seals, quarantine. */
const controlTypes: readonly AnyCodec[] = [log.WriterClaimed, log.StepEnded, log.Sealed, log.RecordQuarantined];

const typesByTopic: Readonly<Record<TopicName, readonly AnyCodec[]>> = {
  market: [
    market.PoolObserved,
    market.OracleRoundObserved,
    market.GasPriceObserved,
    market.PerpObserved,
    market.VolatilityObserved,
    market.OptionQuoteObserved,
    market.SurfaceSliceObserved,
    market.PoolReservesObserved,
    market.ConversionRateObserved,
    market.DebtPoolObserved,
    market.FeedWentStale,
    market.FeedRecovered,
    market.FeedGapDetected,
    venue.BookObserved,
    venue.TradeObserved,
    venue.IndexObserved,
    venue.FundingSettled,
    health.FeedConnected,
    health.FeedDisconnected,
    health.FeedDegraded,
    health.FeedRestored,
    health.FramesDropped,
    health.ClockOffsetMeasured,
    health.OracleDeviationObserved,
    health.OrderFlowObserved,
  ],
  account: [
    protocol.LendingPositionObserved,
    protocol.LiquidationObserved,
    protocol.UserEModeObserved,
    protocol.MarginAccountObserved,
    chain.AccountPositionObserved,
    chain.PositionBreakFound,
    chain.PositionBreakClosed,
    chain.BridgeTransferObserved,
    venue.VenueBalanceObserved,
    venue.VenueMarginObserved,
    venue.VenueOrderObserved,
    venue.VenueFillObserved,
  ],
  protocol: [
    protocol.ReserveConfigured,
    protocol.ReserveStateObserved,
    protocol.NormFactorObserved,
    protocol.GovernanceLogObserved,
    protocol.GovernancePayloadRead,
    protocol.EModeConfigured,
    protocol.MarginParametersConfigured,
    protocol.MarginMarketObserved,
    chain.BlockAdopted,
    chain.BlockReverted,
    chain.BlockFinalized,
    chain.ChainLogObserved,
    chain.ChainReadObserved,
    venue.InstrumentSpecified,
    health.ProtocolHealthObserved,
  ],
  'marks.live': [marks.MarksPublished],
  'marks.kept': [marks.InstrumentListed, marks.MarksPublished, marks.SurfaceFitted, marks.SliceRefused],
  portfolio: [
    portfolio.PortfolioOpened,
    portfolio.AccountAttached,
    portfolio.TradeBooked,
    portfolio.TradeCorrected,
    portfolio.LimitSet,
    portfolio.LimitChangeProposed,
    portfolio.LimitChangeRefused,
    portfolio.LimitRemoved,
    portfolio.WaiverRequested,
    portfolio.WaiverGranted,
    portfolio.WaiverEnded,
    portfolio.DependencyDeclared,
  ],
  exposure: [
    exposure.ExposureCalculated,
    exposure.BreachOpened,
    exposure.BreachClosed,
    exposure.WaiverExpired,
    exposure.MarginCallRaised,
    exposure.MarginCallCleared,
    exposure.PnlExplained,
    exposure.PnlIncidentOpened,
  ],
  'exposure.live': [exposure.ExposureCalculated],
  governance: [governance.ParameterChangeUpdated, governance.ChangeImpactAssessed],
  execution: [
    execution.ModeSet,
    execution.KillSwitchEngaged,
    execution.KillSwitchReleaseRequested,
    execution.KillSwitchReleased,
    execution.ProposalMade,
    execution.ProposalDeclined,
    execution.ProposalApproved,
    execution.ProposalRefused,
    execution.ProposalExpired,
    execution.OrderIntended,
    execution.OrderFilled,
    execution.OrderRejected,
  ],
};

const codecs = new Map<string, AnyCodec>(
  [...controlTypes, ...Object.values(typesByTopic).flat()].map((codec) => [codec.$type, codec]),
);

/** The codec of a full protobuf name, or undefined for a type that this build does not know. */
export function codecOf(type: string): AnyCodec | undefined {
  return codecs.get(type);
}

export function eventTypesOf(topic: TopicName): readonly AnyCodec[] {
  return typesByTopic[topic];
}

export function controlEventTypes(): readonly AnyCodec[] {
  return controlTypes;
}

/** An event with its name: `event(TradeBooked, {...})`. */
export function event<T>(codec: EventCodec<T>, value: T): Event<T> {
  return { type: codec.$type, value };
}

/** Whether an event is of the codec's type; narrows its value. */
export function isEvent<T, E extends Event>(candidate: E, codec: EventCodec<T>): candidate is E & Event<T> {
  return candidate.type === codec.$type;
}
