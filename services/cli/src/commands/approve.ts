import { randomUUID } from 'node:crypto';
import { ApproveProposalResponse, ProposalState } from '@gimbal/contracts/execution/v1/execution_service';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { place } from '../formatting/moments.js';
import { proposalText, stateText } from '../formatting/proposalText.js';
import { confirm } from './confirm.js';
import { findProposal } from './findProposal.js';

export const approveCommand: Command = {
  name: 'approve',
  operands: 'PROPOSAL_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Approves a proposal as a second principal, after showing what would be done.',
  details: [
    'What is approved is the action that was shown: its hash goes with the approval, and another one is refused.',
  ],
  options: {
    yes: { type: 'boolean', help: 'without asking' },
    'request-id': {
      type: 'string',
      value: 'ID',
      help: 'so that asking again changes nothing; a random one unless said',
    },
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run(invocation: Invocation, services: Services): Promise<0> {
  const { positionals, options, terminal } = invocation;
  const isJson = options.flag('json');
  const proposal = await findProposal(services, positionals[0]!);
  const { proposalId, payloadHash } = proposal.made;
  // On the error channel when the answer is for a machine: who approves sees it in any case.
  (isJson ? terminal.err : terminal.out)(proposalText(proposal));
  // The service would say so too, but not before somebody had made up their mind.
  if (proposal.state !== ProposalState.PROPOSAL_STATE_PENDING) {
    throw new CliFailure(`Expected a pending proposal, it is ${stateText(proposal)}.`);
  }
  await confirm(invocation, 'Approve this?', 'Not approved.');
  const requestId = options.text('request-id') ?? randomUUID();
  const { execution } = services;
  const answer = await services.ask('execution', execution, execution.approveProposal, {
    requestId,
    proposalId,
    payloadHash,
  });
  const approved = { proposalId, requestId, ...(ApproveProposalResponse.toJSON(answer) as object) };
  terminal.out(
    isJson ? jsonText(approved) : `Approved as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
