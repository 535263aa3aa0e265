import type { ServiceDefinition } from './methodDecorators.js';

/** The full name of a service, for example `gimbal.risk.v1.RiskService`. */
export function serviceNameOf(definition: ServiceDefinition): string {
  const [first] = Object.values(definition);
  const name = first?.path.split('/')[1];
  if (name === undefined) throw new Error('Expected a service with at least one method.');
  return name;
}
