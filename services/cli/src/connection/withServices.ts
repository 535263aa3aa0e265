import type { Invocation } from '../command.js';
import { connectionSettings, type PrincipalName } from './connectionOptions.js';
import { Services } from './services.js';

/** Runs a command with clients of the services, which are closed behind it. */
export async function withServices<R>(
  { options, terminal }: Invocation,
  principal: PrincipalName,
  run: (services: Services) => Promise<R>,
): Promise<R> {
  const services = new Services(connectionSettings(options, terminal, principal));
  try {
    return await run(services);
  } finally {
    services.close();
  }
}
