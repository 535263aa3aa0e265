import type {
  BreachesAnswer,
  ChangesAnswer,
  ExplainAnswer,
  ExposureAnswer,
  FeedsAnswer,
  LimitsAnswer,
  MarginCallsAnswer,
  MarksAnswer,
  PortfolioAnswer,
  PortfoliosAnswer,
  ProposalsAnswer,
  ReplayAnswer,
  WatchedAnswer,
} from '../wire/apiAnswers.js';
import type { ServiceName } from '../wire/serviceNames.js';
import type { SourceNotice, StreamEvents } from '../wire/streamEvents.js';
import type { SeriesPoint } from '../chart/series.js';
import type { Session } from './session.js';

export type Mark = MarksAnswer['marks'][number];
export type Status = StreamEvents['status'];

/** Which number was clicked. */
export interface NumberAsked {
  readonly component: string;
  /** Empty for the total. */
  readonly account: string;
  readonly asset: string;
}

export interface Explanation {
  readonly asked: NumberAsked;
  readonly sequence: string;
  /** Undefined while it is on its way. */
  readonly answer: ExplainAnswer | undefined;
  readonly failure: string;
}

/** What execution said, oldest first. */
export type ExecutionEntry = StreamEvents['execution'];

type ExposureEvent = NonNullable<StreamEvents['exposure']['event']>;
export type PnlExplained = Extract<ExposureEvent, { readonly $case: 'pnlExplained' }>['value'];
export type PnlIncident = Extract<ExposureEvent, { readonly $case: 'pnlIncidentOpened' }>['value'];

/** All that the page shows. Slices are replaced as answers arrive. */
export interface PageState {
  session: Session;
  connection: 'connecting' | 'live' | 'lost';
  /** What could not be had, in words, by what it is. */
  readonly problems: Map<string, string>;
  portfolios: PortfoliosAnswer['portfolios'];
  portfolioId: string;
  replay: ReplayAnswer | undefined;
  portfolio: PortfolioAnswer | undefined;
  exposure: ExposureAnswer | undefined;
  breaches: BreachesAnswer['breaches'];
  limits: LimitsAnswer['limits'];
  marginCalls: MarginCallsAnswer['calls'];
  /** As the stream said them since the page was opened, oldest first. */
  pnl: readonly PnlExplained[];
  pnlIncidents: readonly PnlIncident[];
  proposals: ProposalsAnswer | undefined;
  changes: ChangesAnswer['changes'];
  feeds: FeedsAnswer['feeds'];
  /** Undefined until the stream has said it. */
  watched: WatchedAnswer | undefined;
  marks: ReadonlyMap<string, Mark>;
  readonly statuses: Map<ServiceName, Status>;
  /** Streams that are down, by service and stream. */
  readonly downSources: Map<string, SourceNotice>;
  series: readonly SeriesPoint[];
  executionLog: readonly ExecutionEntry[];
  explanation: Explanation | undefined;
  /** The mark whose name was clicked, as it was then. It and `explanation` stand in the same place, one at a time. */
  explainedMark: Mark | undefined;
}

export function newPageState(session: Session): PageState {
  return {
    session,
    connection: 'connecting',
    problems: new Map(),
    portfolios: [],
    portfolioId: '',
    replay: undefined,
    portfolio: undefined,
    exposure: undefined,
    breaches: [],
    limits: [],
    marginCalls: [],
    pnl: [],
    pnlIncidents: [],
    proposals: undefined,
    changes: [],
    feeds: [],
    watched: undefined,
    marks: new Map(),
    statuses: new Map(),
    downSources: new Map(),
    series: [],
    executionLog: [],
    explanation: undefined,
    explainedMark: undefined,
  };
}

/** Forgets what belongs to one portfolio. */
export function leavePortfolio(state: PageState): void {
  state.portfolio = undefined;
  state.exposure = undefined;
  state.breaches = [];
  state.limits = [];
  state.marginCalls = [];
  state.pnl = [];
  state.pnlIncidents = [];
  state.proposals = undefined;
  state.series = [];
  state.executionLog = [];
  state.explanation = undefined;
  state.explainedMark = undefined;
  state.problems.clear();
}

/** Where the domain clock stands: the furthest step that any service has ended, microseconds; 0 while unknown. */
export function domainClockUs(state: PageState): number {
  let latest = Number(state.exposure?.exposure?.cut?.timeUs ?? 0);
  for (const { stepTimeUs } of state.statuses.values()) latest = Math.max(latest, Number(stepTimeUs));
  return latest;
}

/** The furthest step that any service has ended. */
export function headStep(state: PageState): number {
  let latest = 0;
  for (const { step } of state.statuses.values()) latest = Math.max(latest, Number(step));
  return latest;
}
