import { isAbsolute, join } from 'node:path';
import type { ServiceName } from '@gimbal/contracts';
import type { Options, OptionSpecs } from '../arguments/options.js';
import { usageFailure } from '../cliFailure.js';
import type { Terminal } from '../terminal.js';
import { START_IT } from './startIt.js';
import { readSession, SESSION_FILE, type Session } from './sessionFile.js';

/** In the order of their stages. */
export const SERVICES = [
  'ingestion',
  'pricing',
  'risk',
  'governance-watch',
  'execution',
] as const satisfies readonly ServiceName[];

export const DEFAULT_PORTS: Readonly<Record<ServiceName, number>> = {
  ingestion: 50_051,
  pricing: 50_052,
  risk: 50_053,
  'governance-watch': 50_054,
  execution: 50_055,
};

/** The principals of the demo, whose tokens stand in the session file. */
export const PRINCIPALS = ['trader', 'approver', 'operator', 'viewer'] as const;
export type PrincipalName = (typeof PRINCIPALS)[number];

export const CONNECTION_OPTIONS: OptionSpecs = {
  ...Object.fromEntries(
    SERVICES.map((service) => [
      `address-${service}`,
      { type: 'string', value: 'HOST:PORT', help: `where ${service} answers (${variableOf(service)})` },
    ]),
  ),
  token: { type: 'string', value: 'TOKEN', help: 'who you are (GIMBAL_TOKEN)' },
  as: { type: 'string', value: 'WHO', help: `a token of the session file: ${PRINCIPALS.join(', ')}` },
  session: {
    type: 'string',
    value: 'FILE',
    help: `what gimbal start left; ${SESSION_FILE} in this folder (GIMBAL_SESSION)`,
  },
  json: { type: 'boolean', help: 'for machines' },
};

export interface ConnectionSettings {
  readonly addresses: Readonly<Record<ServiceName, string>>;
  readonly token: string;
}

/**
 * Addresses from the options, the environment, the session file, the default ports, in this order; the token from
 * --token, --as, the environment, and at last the session's token of the principal that the command is for.
 */
export function connectionSettings(options: Options, terminal: Terminal, principal: PrincipalName): ConnectionSettings {
  const { env, cwd } = terminal;
  const named = options.text('session') ?? env['GIMBAL_SESSION'] ?? SESSION_FILE;
  const file = isAbsolute(named) ? named : join(cwd, named);
  const session = readSession(file);
  const addresses = Object.fromEntries(
    SERVICES.map((service) => {
      const given = options.text(`address-${service}`) ?? nonEmpty(env[variableOf(service)]);
      return [service, given ?? session?.addresses[service] ?? `127.0.0.1:${DEFAULT_PORTS[service]}`];
    }),
  ) as Record<ServiceName, string>;
  return { addresses, token: tokenOf(options, terminal, session, file, principal) };
}

function tokenOf(
  options: Options,
  { env }: Terminal,
  session: Session | undefined,
  file: string,
  principal: PrincipalName,
): string {
  const token = options.text('token');
  const as = options.oneOf('as', PRINCIPALS);
  if (token !== undefined && as !== undefined) throw usageFailure('Expected either --token or --as, were both.');
  if (token !== undefined) return token;
  if (as === undefined && nonEmpty(env['GIMBAL_TOKEN']) !== undefined) return env['GIMBAL_TOKEN']!;
  const found = session?.tokens[as ?? principal];
  if (found !== undefined) return found;
  throw usageFailure(
    `Expected a token: with --token, in GIMBAL_TOKEN, or in ${file}, which a running Gimbal keeps in the folder it was started in. ` +
      START_IT,
  );
}

/** GIMBAL_ADDRESS_GOVERNANCE_WATCH for governance-watch: the name that `gimbal serve` reads too. */
export function variableOf(service: ServiceName): string {
  return `GIMBAL_ADDRESS_${service.toUpperCase().replaceAll('-', '_')}`;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
