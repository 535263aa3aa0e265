import { jsonRpcRequest } from '../../../domain/venues/jsonRpcRequest.js';
import { askedWindow } from '../askedWindow.js';
import type { FillsQuestions } from '../fillsQuestions.js';
import { FILLS_ASKED, FILLS_CURRENCIES } from './limits.js';

const METHOD = 'private/get_user_trades_by_currency';

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
