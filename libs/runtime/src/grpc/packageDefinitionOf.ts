import type { PackageDefinition } from '@grpc/proto-loader';
import { responseSerializer } from './encodedResponse.js';
import { tolerantDeserialize } from './malformedRequest.js';
import type { ServiceDefinition } from './methodDecorators.js';
import { serviceNameOf } from './serviceNameOf.js';

/**
 * The shape in which Nest wants services: full service name, then the proto's method name. ts-proto keys methods in
 * camel case, which Nest would not match with its handlers, and then every call would be UNIMPLEMENTED.
 */
export function packageDefinitionOf(definitions: readonly ServiceDefinition[]): PackageDefinition {
  const services = definitions.map((definition) => [serviceNameOf(definition), methodsOf(definition)] as const);
  return Object.fromEntries(services) as unknown as PackageDefinition;
}

function methodsOf(definition: ServiceDefinition): Record<string, object> {
  const methods = Object.values(definition).map((method) => [
    method.path.split('/')[2]!,
    {
      ...method,
      requestDeserialize: tolerantDeserialize(method),
      responseSerialize: responseSerializer(method),
    },
  ]);
  return Object.fromEntries(methods) as Record<string, object>;
}
