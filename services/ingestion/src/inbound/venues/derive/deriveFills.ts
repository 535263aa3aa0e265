import { jsonRpcRequest } from '../../../domain/venues/jsonRpcRequest.js';
import { askedWindow } from '../askedWindow.js';
import type { FillsQuestions } from '../fillsQuestions.js';
import { FILLS_ASKED } from './limits.js';

const METHOD = 'private/get_trade_history';

/** Asks for the fills of sub-accounts since they were last answered: what their channels lost. */
export function deriveFills(subaccounts: readonly number[]): FillsQuestions {
  const windows = subaccounts.map((subaccount) => ({ subaccount, window: askedWindow() }));
  return {
    requests: (nowMs) =>
      windows.map(({ subaccount, window }) =>
        jsonRpcRequest(METHOD, {
          subaccount_id: subaccount,
          from_timestamp: window.ask(nowMs),
          page_size: FILLS_ASKED,
          page: 1,
        }),
      ),
    heard(text) {
      const [, subaccount, page] = ANSWER.exec(text) ?? [];
      const pages = /"num_pages": ?([0-9]+)/.exec(text)?.[1];
      if (page === undefined || pages === undefined || Number(page) < Number(pages)) return;
      windows.find((one) => one.subaccount === Number(subaccount))?.window.answered();
    },
  };
}

const ANSWER = /"private\/get_trade_history\?subaccount_id=([0-9]+)&[^"]*&page=([0-9]+)"/;
