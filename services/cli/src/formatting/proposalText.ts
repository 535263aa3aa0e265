import { ActionKind, type ProposalMade, type ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import { type Proposal, ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { exact, figure, usd } from './figures.js';
import { clock, moment } from './moments.js';

const STATES: Readonly<Partial<Record<ProposalState, string>>> = {
  [ProposalState.PROPOSAL_STATE_PENDING]: 'pending',
  [ProposalState.PROPOSAL_STATE_APPROVED]: 'approved',
  [ProposalState.PROPOSAL_STATE_REFUSED]: 'refused',
  [ProposalState.PROPOSAL_STATE_EXPIRED]: 'expired',
  [ProposalState.PROPOSAL_STATE_INTENDED]: 'sent',
  [ProposalState.PROPOSAL_STATE_FILLED]: 'filled',
  [ProposalState.PROPOSAL_STATE_REJECTED]: 'rejected by the venue',
};

/** What would be done, in words: nothing that is approved stays unsaid. */
export function actionText(action: ProposedAction | undefined): string {
  if (action === undefined) return 'nothing';
  const { kind, venue, accountId, instrumentId, quantity, limitPrice, quoteInstrumentId, payingAccountId, deployment } =
    action;
  if (kind === ActionKind.ACTION_KIND_REPAY) {
    return `repay ${exact(quantity)} ${symbol(instrumentId)} of ${accountId} on ${deployment} from ${payingAccountId}`;
  }
  const side = quantity.startsWith('-') ? 'sell' : 'buy';
  const limit = limitPrice === '' ? '' : ` at ${exact(limitPrice)} ${symbol(quoteInstrumentId)} or better`;
  return `${side} ${exact(quantity.replace(/^-/, ''))} ${instrumentId} on ${venue}${limit} for ${accountId}`;
}

/** Health of a repayment, dollars of delta otherwise. */
export function valueText(made: ProposalMade, value: number): string {
  return made.action?.kind === ActionKind.ACTION_KIND_REPAY ? figure(value, 4) : usd(value);
}

export function measureText(made: ProposalMade): string {
  return made.action?.kind === ActionKind.ACTION_KIND_REPAY ? 'health' : 'delta';
}

export function stateText({ state }: Proposal): string {
  return STATES[state] ?? 'unknown';
}

/** A proposal in lines, as it is shown before somebody approves it. */
export function proposalText(proposal: Proposal): string {
  const { made, decidedBy, decisionReason, fill } = proposal;
  if (made === undefined) return '';
  const { cost } = made;
  const by = decidedBy === '' ? '' : ` by ${decidedBy}${decisionReason === '' ? '' : `: ${decisionReason}`}`;
  return [
    `${made.proposalId}  ${stateText(proposal)}${by}`,
    `  action    ${actionText(made.action)}`,
    `  cures     ${measureText(made)} of ${made.portfolioId}, ${valueText(made, made.valueBefore)} to ${valueText(made, made.valueAfter)}, limit ${valueText(made, made.level)}`,
    `  cost      ${usd(cost?.totalUsd ?? 0, 2)} (slippage ${usd(cost?.slippageUsd ?? 0, 2)}, fee ${usd(cost?.venueFeeUsd ?? 0, 2)}, gas ${usd(cost?.gasUsd ?? 0, 2)}), risk of delay ${usd(cost?.delayRiskUsd ?? 0, 2)}`,
    `  made      ${moment(made.cut?.timeUs ?? 0n)} for ${made.proposedFor}, expires ${clock(made.expiresAtUs)}`,
    `  hash      ${made.payloadHash.toString('hex')}`,
    ...made.rejectedAlternatives.map((alternative) => `  instead   ${alternative}`),
    ...(fill === undefined
      ? []
      : [`  filled    ${clock(fill.filledAtUs)} at ${exact(fill.price)}, cost ${usd(fill.cost?.totalUsd ?? 0, 2)}`]),
  ].join('\n');
}

/** USDC of spot:USDC. */
function symbol(instrumentId: string): string {
  return instrumentId.replace(/^spot:/, '');
}
