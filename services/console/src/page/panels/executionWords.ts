import type { ExecutionEntry } from '../data/pageState.js';
import { formatDecimal, formatUsd } from '../format/numbers.js';
import { instrumentName } from '../format/names.js';
import { microsOf } from '../format/times.js';
import { EXECUTION_MODES, nameOf } from '../format/wireNames.js';
import { actionWords, REPAY } from './proposalWords.js';

export interface ExecutionLine {
  /** Zero where the event tells no domain time. */
  readonly timeUs: number;
  readonly kind:
    'fill' | 'proposed' | 'approved' | 'declined' | 'refused' | 'expired' | 'rejected' | 'sent' | 'mode' | 'stop';
  readonly words: string;
  /** Beside the words: a price, a cost. */
  readonly detail: string;
}

/** An event of execution in words; undefined for one that says nothing to a reader. */
export function executionLine({ event }: ExecutionEntry): ExecutionLine | undefined {
  switch (event?.$case) {
    case 'orderFilled': {
      const { kind, quantity, price, instrumentId, accountId, venue, filledAtUs, cost } = event.value;
      const name = instrumentName(instrumentId);
      const amount = formatDecimal(quantity.replace(/^-/, ''), 2);
      const traded = `${quantity.startsWith('-') ? 'Sold' : 'Bought'} ${amount} ${name} on ${venue}`;
      const words = kind === REPAY ? `Repaid ${amount} ${name.replace(' spot', '')} of ${accountId}` : traded;
      const detail = `${kind === REPAY ? '' : `@ ${formatDecimal(price, 2)} · `}cost ${formatUsd(cost?.totalUsd, 2)}`;
      return { timeUs: microsOf(filledAtUs), kind: 'fill', words, detail };
    }
    case 'proposalMade': {
      const { action, cut, cost } = event.value;
      if (action === undefined) return undefined;
      return {
        timeUs: microsOf(cut?.timeUs),
        kind: 'proposed',
        words: actionWords(action),
        detail: `cost ${formatUsd(cost?.totalUsd, 2)}`,
      };
    }
    case 'proposalDeclined':
      return { timeUs: microsOf(event.value.cut?.timeUs), kind: 'declined', words: event.value.reason, detail: '' };
    case 'proposalApproved':
      return {
        timeUs: 0,
        kind: 'approved',
        words: `By ${event.value.approvedBy}`,
        detail: shortId(event.value.proposalId),
      };
    case 'proposalRefused':
      return {
        timeUs: 0,
        kind: 'refused',
        words: `By ${event.value.refusedBy}: ${event.value.reason}`,
        detail: shortId(event.value.proposalId),
      };
    case 'proposalExpired':
      return { timeUs: 0, kind: 'expired', words: 'Nobody decided in time', detail: shortId(event.value.proposalId) };
    case 'orderRejected':
      return { timeUs: 0, kind: 'rejected', words: event.value.reason, detail: shortId(event.value.proposalId) };
    case 'modeSet':
      return {
        timeUs: 0,
        kind: 'mode',
        words: `${nameOf(EXECUTION_MODES, event.value.mode)}, set by ${event.value.setBy}`,
        detail: '',
      };
    case 'killSwitchEngaged':
      return {
        timeUs: 0,
        kind: 'stop',
        words: `Stopped by ${event.value.engagedBy}: ${event.value.reason}`,
        detail: '',
      };
    case 'killSwitchReleased':
      return {
        timeUs: 0,
        kind: 'mode',
        words: `Released by ${event.value.requestedBy} and ${event.value.confirmedBy}`,
        detail: '',
      };
    default:
      return undefined;
  }
}

/** main/delta-band/1/2 without the portfolio. */
function shortId(proposalId: string): string {
  return proposalId.split('/').slice(1).join('/');
}
