import { GrantWaiverResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Command, Invocation } from '../../command.js';
import { CONNECTION_OPTIONS } from '../../connection/connectionOptions.js';
import { REQUEST_ID_OPTION, requestIdOf } from '../../connection/requestIdOption.js';
import type { Services } from '../../connection/services.js';
import { withServices } from '../../connection/withServices.js';
import { jsonText } from '../../formatting/jsonText.js';
import { place } from '../../formatting/moments.js';
import { waiverText } from '../../formatting/waiverText.js';
import { confirm } from '../confirm.js';
import { findWaiver } from '../limit/findUnderWay.js';

export const waiverGrantCommand: Command = {
  name: 'waiver grant',
  operands: 'WAIVER_ID',
  operandCount: { min: 1, max: 1 },
  summary: 'Grants a waiver as a second principal, after showing it.',
  options: {
    yes: { type: 'boolean', help: 'without asking' },
    ...REQUEST_ID_OPTION,
    ...CONNECTION_OPTIONS,
  },
  examples: ['waiver grant main/delta-band/waiver/1'],
  run: (invocation) => withServices(invocation, 'approver', (services) => run(invocation, services)),
};

async function run(invocation: Invocation, services: Services): Promise<0> {
  const { positionals, options, terminal } = invocation;
  const isJson = options.flag('json');
  const waiverId = positionals[0]!;
  const { portfolioId, standing } = await findWaiver(services, waiverId);
  // On the error channel when the answer is for a machine: who grants sees it in any case.
  (isJson ? terminal.err : terminal.out)(waiverText(standing));
  await confirm(invocation, 'Grant this?', 'Not granted.');
  const requestId = requestIdOf(options);
  const request = { requestId, portfolioId, expectedVersion: undefined, waiverId };
  const answer = await services.ask('risk', services.risk, services.risk.grantWaiver, request);
  terminal.out(
    isJson
      ? jsonText({ waiverId, requestId, ...(GrantWaiverResponse.toJSON(answer) as object) })
      : `Granted as ${services.asker?.subject ?? 'you'}, at ${place(answer.position)}.`,
  );
  return 0;
}
