import { EndWaiverResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';
import { portfolioOf } from '../limit/findUnderWay.js';

export const waiverEndCommand: Command = {
  name: 'waiver end',
  operands: 'WAIVER_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Refuses a waiver that was asked for, or takes back one in force.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['waiver end main/delta-band/waiver/1 --reason "the hedge is done"'],
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const waiverId = positionals[0]!;
  const portfolioId = portfolioOf(waiverId, 'waiver');
  const reason = options.required('reason', 'a text');
  const requestId = requestIdOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, waiverId, reason };
  const answer = await services.ask('risk', services.risk, services.risk.endWaiver, request);
  terminal.out(
    options.flag('json')
      ? jsonText({ waiverId, requestId, ...(EndWaiverResponse.toJSON(answer) as object) })
      : `Ended as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}; the limit holds again from the next step on.`,
  );
  return 0;
}
