import { RebuildProjectionResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { usageFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS, SERVICES } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { figure } from '../formatting/figures.js';
import { jsonText } from '../formatting/jsonText.js';
import { LONG_CALL_DEADLINE_MS } from '../limits.js';

export const rebuildCommand: Command = {
  name: 'rebuild',
  operands: 'SERVICE',
  operandCount: { min: 1, max: 1 },
  summary: 'Refolds the log beside the live state of a service and compares every row.',
  details: [`Services: ${SERVICES.join(', ')}. Ends with 1 when a row differs.`],
  options: {
    'from-snapshot': { type: 'boolean', help: 'from the newest snapshot instead of the first record' },
    swap: { type: 'boolean', help: 'the refolded state takes the place of the live one' },
    ...CONNECTION_OPTIONS,
  },
  run: (invocation) => withServices(invocation, 'operator', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0 | 1> {
  const service = SERVICES.find((name) => name === positionals[0]);
  if (service === undefined) throw usageFailure(`Expected one of ${SERVICES.join(', ')}, was "${positionals[0]}".`);
  const ops = services.ops(service);
  const request = { fromSnapshot: options.flag('from-snapshot'), swap: options.flag('swap') };
  const answer = await services.ask(service, ops, ops.rebuildProjection, request, LONG_CALL_DEADLINE_MS);
  terminal.out(
    options.flag('json') ? jsonText(RebuildProjectionResponse.toJSON(answer)) : rebuiltText(service, answer),
  );
  return answer.identical ? 0 : 1;
}

function rebuiltText(service: string, answer: RebuildProjectionResponse): string {
  const { events, seconds, rows, step, rowsSha256, liveRowsSha256, identical, swapped } = answer;
  const count = (value: bigint): string => figure(Number(value));
  return [
    `${service}: folded ${count(events)} events to step ${step} in ${seconds.toFixed(2)} s, ${count(rows)} rows`,
    `  rebuilt  ${rowsSha256}`,
    `  live     ${liveRowsSha256}`,
    `  ${identical ? 'identical' : 'DIFFERENT'}${swapped ? ', swapped in' : ''}`,
  ].join('\n');
}
