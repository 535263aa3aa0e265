import { AttachAccountResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';

export const portfolioAttachCommand: Command = {
  name: 'portfolio attach',
  operands: 'PORTFOLIO ACCOUNT',
  operandCount: { min: 2, max: 2 },
  summary: 'Brings an account into a portfolio: one that is traded, or one that is watched.',
  details: [
    'With --observed its positions are those that ingestion sees under its id, on every chain and at every venue, and trades are',
    'refused there.',
  ],
  options: {
    venue: { type: 'string', value: 'VENUE', help: 'where it is: aave-v3, deribit, wallet, paper …' },
    chain: { type: 'string', value: 'CHAIN', help: 'its chain, or off-chain; off-chain unless said' },
    deployment: { type: 'string', value: 'NAME', help: 'the deployment of a lending protocol that it borrows at' },
    observed: { type: 'boolean', help: 'it is watched' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['portfolio attach main desk --venue deribit --observed'],
  run: (invocation) => withServices(invocation, 'trader', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', accountId = ''] = positionals;
  const requestId = requestIdOf(options);
  const { risk } = services;
  const answer = await services.ask('risk', risk, risk.attachAccount, {
    requestId,
    portfolioId,
    expectedVersion: undefined,
    accountId,
    venue: options.required('venue', 'the name of a venue'),
    chain: options.text('chain') ?? 'off-chain',
    deployment: options.text('deployment') ?? '',
    observed: options.flag('observed'),
  });
  terminal.out(
    options.flag('json')
      ? jsonText({ requestId, ...(AttachAccountResponse.toJSON(answer) as object) })
      : `Attached ${accountId} to ${portfolioId} as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
