import { ListAccountPositionsResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { accountPositionsText } from '../formatting/accountPositionsText.js';
import { jsonText } from '../formatting/jsonText.js';

export const accountsCommand: Command = {
  name: 'accounts',
  operands: '[ACCOUNT]',
  operandCount: { min: 0, max: 1 },
  summary: 'Shows what watched accounts hold on chains and at venues, by the facts, and what is between two chains.',
  details: [
    'A quantity below 0 is owed or short. Break is what was observed less what the facts give; see gimbal breaks.',
    'What is in transit has left one chain and not arrived on the other: it is part of neither.',
  ],
  options: {
    finalized: { type: 'boolean', help: 'at the last final block of each chain instead of its head' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['accounts', 'accounts desk --finalized'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const { ingestion } = services;
  const request = { accountId: positionals[0] ?? '', atFinalized: options.flag('finalized') };
  const answer = await services.ask('ingestion', ingestion, ingestion.listAccountPositions, request);
  if (options.flag('json')) terminal.out(jsonText(ListAccountPositionsResponse.toJSON(answer)));
  else terminal.out(accountPositionsText(answer));
  return 0;
}
