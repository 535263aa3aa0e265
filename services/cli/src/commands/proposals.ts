import { Proposal } from '@gimbal/contracts/execution/v1/execution_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import { listProposals } from '../connection/listPortfolios.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { proposalText } from '../formatting/proposalText.js';

export const proposalsCommand: Command = {
  name: 'proposals',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Lists what Gimbal proposed, with its cost, and what became of it.',
  options: {
    portfolio: {
      type: 'string',
      value: 'PORTFOLIO',
      help: 'of this one and those beneath it; of all of yours unless said',
    },
    pending: { type: 'boolean', help: 'only what waits for an approval' },
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ options, terminal }: Invocation, services: Services): Promise<0> {
  const pending = options.flag('pending');
  const proposals = await listProposals(services, options.text('portfolio'), pending);
  if (options.flag('json')) terminal.out(jsonText(proposals.map((proposal) => Proposal.toJSON(proposal))));
  else if (proposals.length === 0)
    terminal.out(pending ? 'No proposal waits for an approval.' : 'Nothing was proposed.');
  else terminal.out(proposals.map(proposalText).join('\n\n'));
  return 0;
}
