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
  details: [
    'Price and delta are per unit; a univ3 range counts in units of 10^12 of its liquidity L, and so does its price.',
    'trust, from 0 to 100 %, falls with the kind of source (a pool or a venue above an oracle, a flat volatility last),',
    'with its age, where few others agree ("alone": none) or some disagree, and by half for what is assumed. A mark has',
    'the least trust of all that its price rests on, 0 in doubt. The formula: services/pricing/README.md, "Whose mark it is".',
    'Sources that were not believed stand beneath their mark, with the reason.',
  ],
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
