import { ListChainsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { chainsText } from '../formatting/chainsText.js';
import { jsonText } from '../formatting/jsonText.js';

export const chainsCommand: Command = {
  name: 'chains',
  operands: '',
  operandCount: { min: 0, max: 0 },
  summary: 'Shows the chains that are followed: head, last final block, and what was reorganised away.',
  details: ['Undone counts blocks that left the chain since the log began; deepest is the most of them at once.'],
  options: CONNECTION_OPTIONS,
  examples: ['chains'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ options, terminal }: Invocation, services: Services): Promise<0> {
  const { ingestion } = services;
  const answer = await services.ask('ingestion', ingestion, ingestion.listChains, {});
  if (options.flag('json')) terminal.out(jsonText(ListChainsResponse.toJSON(answer)));
  else terminal.out(chainsText(answer.chains));
  return 0;
}
