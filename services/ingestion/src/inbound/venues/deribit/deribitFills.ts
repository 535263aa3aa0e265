import { jsonRpcRequest } from '../../../domain/venues/jsonRpcRequest.js';
import { askedWindow } from '../askedWindow.js';
import { FILLS_ASKED, FILLS_CURRENCIES } from './limits.js';

const METHOD = 'private/get_user_trades_by_currency';

/** Asks for the fills of an account since it was last answered: what its channel lost. */
export interface FillsQuestions {
  requests(nowMs: number): readonly string[];
  /** Hears the answers; the session asks for the pages after the first. */
  heard(text: string): void;
}

export function deribitFills(): FillsQuestions {
  const windows = FILLS_CURRENCIES.map((currency) => ({ currency, window: askedWindow() }));
  return {
    requests: (nowMs) =>
      windows.map(({ currency, window }) =>
        jsonRpcRequest(METHOD, {
          currency,
          start_timestamp: window.ask(nowMs),
          count: FILLS_ASKED,
          sorting: 'asc',
        }),
      ),
    heard(text) {
      if (!text.includes(`"${METHOD}?`) || !/"has_more": ?false/.test(text)) return;
      windows.find(({ currency }) => text.includes(`"${METHOD}?currency=${currency}&`))?.window.answered();
    },
  };
}
