import { event } from '@gimbal/contracts';
import { MarginAccountObserved, MarginMarketObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describeStandingFailure, readMarginAccount, readMarginMarket, writeMarginData } from '@gimbal/margin';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import type { Field } from './fieldText.js';
import { hyperliquidResponse } from './hyperliquidResponse.js';
import { hyperliquidState, type HyperliquidState } from './hyperliquidState.js';
import { jsonObject } from './jsonFields.js';

interface StateAt {
  readonly observedAtUs: bigint;
  readonly state: HyperliquidState;
}

/** The account of a recorded `clearinghouseState`. Answers to other questions in the same file say nothing here. */
export function decodeHyperliquidAccount(line: string, feed: FeedOf<'hyperliquid-account-json'>): Decoded {
  const read = stateAt(line);
  if (!read.ok) return refused(read.reason);
  if ('kind' in read.value) return read.value;
  const { observedAtUs, state } = read.value;
  const account = readMarginAccount('hyperliquid', JSON.stringify(state.account));
  if (!account.ok) return refused(describeStandingFailure(account.failure));
  return {
    kind: 'observation',
    topic: 'account',
    key: feed.account,
    observedAtUs,
    event: event(MarginAccountObserved, {
      accountId: feed.account,
      deployment: feed.deployment,
      accountJson: writeMarginData(account.value),
      cause: 'clearinghouseState',
      observedAtUs,
    }),
  };
}

/** The marks that a recorded `clearinghouseState` implies: of the assets that the account holds, and no other. */
export function decodeHyperliquidMarks(line: string, feed: FeedOf<'hyperliquid-marks-json'>): Decoded {
  const read = stateAt(line);
  if (!read.ok) return refused(read.reason);
  if ('kind' in read.value) return read.value;
  const { observedAtUs, state } = read.value;
  const market = readMarginMarket('hyperliquid', JSON.stringify({ marksUsd: state.marksUsd }));
  if (!market.ok) return refused(describeStandingFailure(market.failure));
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs,
    event: event(MarginMarketObserved, {
      feed: feed.id,
      deployment: feed.deployment,
      marketJson: writeMarginData(market.value),
      observedAtUs,
    }),
  };
}

function stateAt(line: string): Field<StateAt | Extract<Decoded, { kind: 'carried' }>> {
  const object = jsonObject(line);
  if (!object.ok) return object;
  const answer = hyperliquidResponse(object.value, 'clearinghouseState');
  if (!answer.ok) return answer;
  const { answeredAtUs: observedAtUs, response } = answer.value;
  if (response === undefined) {
    return { ok: true, value: { kind: 'carried', sequence: observedAtUs, observedAtUs } };
  }
  const state = hyperliquidState(response);
  return state.ok ? { ok: true, value: { observedAtUs, state: state.value } } : state;
}
