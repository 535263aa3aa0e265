import { GetSurfaceResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import { isClock, parseTime } from '../arguments/parseTime.js';
import { CliFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { surfaceText } from '../formatting/surfaceText.js';

export const surfaceCommand: Command = {
  name: 'surface',
  operands: 'UNDERLYING',
  operandCount: { min: 1, max: 1 },
  summary: 'Shows the volatility surface of a venue: each expiry, its forward and fit, and why one has no slice.',
  details: ['TIME is UTC, 21:45 or 21:45:23 on the day of the newest surface, or 2023-08-17T21:45:23Z.'],
  options: {
    venue: { type: 'string', value: 'VENUE', help: 'whose; needed only when more than one has a surface' },
    'as-of': { type: 'string', value: 'TIME', help: 'then instead of now' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['surface ETH', 'surface ETH --venue deribit --as-of 21:45'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [underlying = ''] = positionals;
  const venue = options.text('venue') ?? '';
  const when = options.text('as-of');
  const asOfUs = when === undefined ? 0n : await timeOf(services, underlying, venue, when);
  const answer = await getSurface(services, underlying, venue, asOfUs);
  if (answer.surface === undefined) throw new CliFailure(`Expected a surface of ${underlying}, there is none yet.`);
  if (options.flag('json')) terminal.out(jsonText(GetSurfaceResponse.toJSON(answer)));
  else terminal.out(surfaceText(answer));
  return 0;
}

/** Only a time of day needs the day of the newest surface; a wrong time is refused before anybody is asked. */
async function timeOf(services: Services, underlying: string, venue: string, when: string): Promise<bigint> {
  parseTime('as-of', when, 0n);
  const newest = isClock(when) ? await getSurface(services, underlying, venue, 0n) : undefined;
  return parseTime('as-of', when, newest?.surface?.timeUs ?? 0n);
}

function getSurface(
  services: Services,
  underlying: string,
  venue: string,
  asOfUs: bigint,
): Promise<GetSurfaceResponse> {
  const { pricing } = services;
  const request = { underlying, venue, asOfUs, minPosition: undefined, strikes: [], expiriesUs: [] };
  return services.ask('pricing', pricing, pricing.getSurface, request);
}
