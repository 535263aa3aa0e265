import { seriesOf } from '../chart/series.js';
import type { HistoryAnswer } from '../wire/apiAnswers.js';
import { type Api, ApiError } from './api.js';
import { followStream, type StreamListener } from './followStream.js';
import { leavePortfolio, type PageState } from './pageState.js';
import { type PortfolioQuestions, portfolioQuestions } from './portfolioQuestions.js';
import { ResumePositions } from './resumePositions.js';
import { takeEvent } from './takeEvent.js';

const RETRY_MS = 1_000;

export interface PortfolioView {
  /** Asks for the proposals again, after a command. */
  refreshProposals(): void;
  close(): void;
}

/** Loads a portfolio into the state, and keeps it live until it is closed. `changed` is called after each change. */
export function openPortfolio(api: Api, state: PageState, portfolioId: string, changed: () => void): PortfolioView {
  leavePortfolio(state);
  state.portfolioId = portfolioId;
  state.connection = 'connecting';
  const closing = new AbortController();
  const { signal } = closing;
  const ask = portfolioQuestions(api, state, portfolioId, signal, changed);
  const askAll = (): void => Object.values(ask).forEach((again) => again());
  const live = async (): Promise<void> => {
    let desk: PortfolioView | undefined;
    const history = await loadHistory(api, portfolioId, signal, () => (desk ??= openDesk(api, state, changed)));
    desk?.close();
    if (history === undefined) return;
    state.series = seriesOf(history);
    const positions = new ResumePositions(history.next === '' ? [] : [history.next]);
    await followStream(api, portfolioId, positions, listenerOf(state, ask, askAll, changed), signal);
  };
  askAll();
  void live();
  return { refreshProposals: () => ask.proposals(), close: () => closing.abort() };
}

/** What there is without a portfolio, or before one has an exposure: services, feeds, marks, changes, what is watched. */
export function openDesk(api: Api, state: PageState, changed: () => void): PortfolioView {
  const closing = new AbortController();
  const { signal } = closing;
  const ask = portfolioQuestions(api, state, '', signal, changed);
  const askAll = (): void => [ask.replay, ask.changes, ask.feeds, ask.marks].forEach((again) => again());
  void followStream(api, '', new ResumePositions([]), listenerOf(state, ask, askAll, changed), signal);
  return { refreshProposals: () => {}, close: () => closing.abort() };
}

function listenerOf(
  state: PageState,
  ask: PortfolioQuestions,
  askAll: () => void,
  changed: () => void,
): StreamListener {
  return {
    onOpen: () => {
      state.connection = 'live';
      state.problems.delete('stream');
      askAll();
      changed();
    },
    onEvent: (event) => {
      takeEvent(state, event, ask);
      changed();
    },
    onLost: (why) => {
      state.connection = 'lost';
      state.problems.set('stream', why);
      state.statuses.clear();
      state.downSources.clear();
      changed();
    },
  };
}

/** Waits until the portfolio has an exposure. Undefined when it was closed before. */
async function loadHistory(
  api: Api,
  portfolioId: string,
  signal: AbortSignal,
  onMissing: () => void,
): Promise<HistoryAnswer | undefined> {
  for (;;) {
    try {
      return await api.get<HistoryAnswer>('/api/history', { portfolio: portfolioId }, signal);
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 401)) return undefined;
      onMissing();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
