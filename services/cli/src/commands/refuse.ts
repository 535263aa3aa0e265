import { randomUUID } from 'node:crypto';
import { RefuseProposalResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { place } from '../formatting/moments.js';

export const refuseCommand: Command = {
  name: 'refuse',
  operands: 'PROPOSAL_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Refuses a proposal, with the reason.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    'request-id': {
      type: 'string',
      value: 'ID',
      help: 'so that asking again changes nothing; a random one unless said',
    },
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const proposalId = positionals[0]!;
  const reason = options.required('reason', 'a text');
  const requestId = options.text('request-id') ?? randomUUID();
  const { execution } = services;
  const answer = await services.ask('execution', execution, execution.refuseProposal, {
    requestId,
    proposalId,
    reason,
  });
  const refused = { proposalId, requestId, ...(RefuseProposalResponse.toJSON(answer) as object) };
  terminal.out(
    options.flag('json')
      ? jsonText(refused)
      : `Refused as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
