import { RefuseLimitChangeResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';
import { portfolioOf } from './findUnderWay.js';

export const limitRefuseCommand: Command = {
  name: 'limit refuse',
  operands: 'CHANGE_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Refuses a change of a limit, with the reason.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['limit refuse main/delta-band/change/1 --reason "not on a Friday"'],
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const changeId = positionals[0]!;
  const portfolioId = portfolioOf(changeId, 'change');
  const reason = options.required('reason', 'a text');
  const requestId = requestIdOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, changeId, reason };
  const answer = await services.ask('risk', services.risk, services.risk.refuseLimitChange, request);
  terminal.out(
    options.flag('json')
      ? jsonText({ changeId, requestId, ...(RefuseLimitChangeResponse.toJSON(answer) as object) })
      : `Refused as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
