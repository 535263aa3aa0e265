import { GetMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { marksText } from '../formatting/marksText.js';

export const marksCommand: Command = {
  name: 'marks',
  operands: '[INSTRUMENT ...]',
  operandCount: { min: 0, max: 100 },
  summary: 'Shows marks: price, age, how far each can be trusted, and whose it is.',
  details: ['Sources that were not believed stand beneath their mark, with the reason.'],
  options: CONNECTION_OPTIONS,
  examples: ['marks', 'marks spot:WETH perp:paper:ETH-USD'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const { pricing } = services;
  const request = { instrumentIds: [...positionals], minPosition: undefined };
  const answer = await services.ask('pricing', pricing, pricing.getMarks, request);
  if (options.flag('json')) terminal.out(jsonText(GetMarksResponse.toJSON(answer)));
  else terminal.out(marksText(answer.marks));
  return 0;
}
