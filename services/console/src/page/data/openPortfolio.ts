import { seriesOf } from '../chart/series.js';
import type { HistoryAnswer } from '../wire/apiAnswers.js';
import { type Api, ApiError } from './api.js';
import { followStream, type StreamListener } from './followStream.js';
import { leavePortfolio, type PageState } from './pageState.js';
import { portfolioQuestions } from './portfolioQuestions.js';
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

  const listener: StreamListener = {
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
  const live = async (): Promise<void> => {
    const history = await loadHistory(api, portfolioId, signal);
    if (history === undefined) return;
    state.series = seriesOf(history);
    const positions = new ResumePositions(history.next === '' ? [] : [history.next]);
    await followStream(api, portfolioId, positions, listener, signal);
  };
  askAll();
  void live();
  return { refreshProposals: () => ask.proposals(), close: () => closing.abort() };
}

/** Waits until the portfolio has an exposure. Undefined when it was closed before. */
async function loadHistory(api: Api, portfolioId: string, signal: AbortSignal): Promise<HistoryAnswer | undefined> {
  for (;;) {
    try {
      return await api.get<HistoryAnswer>('/api/history', { portfolio: portfolioId }, signal);
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 401)) return undefined;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
