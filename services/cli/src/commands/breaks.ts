import { ListPositionBreaksResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { positionBreaksText } from '../formatting/positionBreaksText.js';

export const breaksCommand: Command = {
  name: 'breaks',
  operands: '[ACCOUNT]',
  operandCount: { min: 0, max: 1 },
  summary: 'Lists where the facts of watched accounts and what contracts and venues answer differ.',
  details: [
    'Nothing is corrected by an answer: a late fact, a reorganisation or a later answer closes a break.',
    'Ends with 1 when one is open.',
  ],
  options: {
    closed: { type: 'boolean', help: 'those that are over as well' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['breaks', 'breaks desk --closed'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0 | 1> {
  const { ingestion } = services;
  const request = { accountId: positionals[0] ?? '', withClosed: options.flag('closed') };
  const answer = await services.ask('ingestion', ingestion, ingestion.listPositionBreaks, request);
  if (options.flag('json')) terminal.out(jsonText(ListPositionBreaksResponse.toJSON(answer)));
  else terminal.out(positionBreaksText(answer.breaks));
  return answer.breaks.some(({ closedAtUs }) => closedAtUs === 0n) ? 1 : 0;
}
