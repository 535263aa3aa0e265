import { ApproveLimitChangeResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { limitChangeText } from '../../formatting/limitChangeText.js';
import { place } from '../../formatting/moments.js';
import { confirm } from '../confirm.js';
import { findChange } from './findUnderWay.js';

export const limitApproveCommand: Command = {
  name: 'limit approve',
  operands: 'CHANGE_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Approves a change of a limit as a second principal, after showing it.',
  options: {
    yes: { type: 'boolean', help: 'without asking' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['limit approve main/delta-band/change/1'],
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run(invocation: Invocation, services: Services): Promise<0> {
  const { positionals, options, terminal } = invocation;
  const isJson = options.flag('json');
  const changeId = positionals[0]!;
  const { portfolioId, standing } = await findChange(services, changeId);
  // On the error channel when the answer is for a machine: who approves sees it in any case.
  (isJson ? terminal.err : terminal.out)(limitChangeText(standing));
  await confirm(invocation, 'Approve this?', 'Not approved.');
  const requestId = requestIdOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, changeId };
  const answer = await services.ask('risk', services.risk, services.risk.approveLimitChange, request);
  terminal.out(
    isJson
      ? jsonText({ changeId, requestId, ...(ApproveLimitChangeResponse.toJSON(answer) as object) })
      : `Approved as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
