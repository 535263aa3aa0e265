import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader';
import type { SERVICE_TARGETS } from '@gimbal/all-in-one-service';

export type ServiceTarget = (typeof SERVICE_TARGETS)[number];

/** A request as the descriptors name its fields; 64-bit numbers as text. */
export type PlainRequest = Readonly<Record<string, unknown>>;

/** A string field of a request, by its path; `[]` marks the elements of a list. */
export interface StringField {
  readonly path: readonly string[];
  /** The last name of the path, without its list. */
  readonly name: string;
}

/** One RPC as the descriptors know it, on one of the services that host it. */
export interface ProtoMethod {
  readonly target: ServiceTarget;
  readonly path: string;
  /** For example RiskService/GetPortfolio on risk. */
  readonly title: string;
  readonly isStream: boolean;
  /** A command has a request id; everything else asks. */
  readonly isCommand: boolean;
  readonly fieldNames: readonly string[];
  readonly stringFields: readonly StringField[];
  serialize(request: PlainRequest): Buffer;
  deserialize(bytes: Buffer): unknown;
}

interface FieldDescriptor {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}

const PROTO_FOLDER = resolve(import.meta.dirname, '../../../proto');

const TARGET_OF_PACKAGE: Readonly<Record<string, ServiceTarget>> = {
  'gimbal.ingestion.v1': 'ingestion',
  'gimbal.pricing.v1': 'pricing',
  'gimbal.risk.v1': 'risk',
  'gimbal.governance.v1': 'governance-watch',
  'gimbal.execution.v1': 'execution',
};

/** Every RPC of every proto file, once for each service that hosts it. Throws for a package that no service is known for. */
export function protoMethods(): readonly ProtoMethod[] {
  const files = globSync('gimbal/*/v1/*_service.proto', { cwd: PROTO_FOLDER }).sort();
  const loaded = loadSync(files, {
    includeDirs: [PROTO_FOLDER],
    keepCase: true,
    longs: String,
    enums: String,
    bytes: String,
    defaults: true,
    oneofs: true,
  });
  return Object.entries(loaded).flatMap(([service, definition]) => {
    if ('format' in definition) return [];
    const packageName = service.slice(0, service.lastIndexOf('.'));
    return Object.entries(definition).flatMap(([name, method]) =>
      targetsOf(packageName).map((target) => toMethod(loaded, packageName, service, name, method, target)),
    );
  });
}

/** OpsService stands beside the own service of each of the five. */
function targetsOf(packageName: string): readonly ServiceTarget[] {
  if (packageName === 'gimbal.ops.v1') return Object.values(TARGET_OF_PACKAGE);
  const target = TARGET_OF_PACKAGE[packageName];
  if (target === undefined) throw new Error(`Expected a service that hosts ${packageName}, none is known.`);
  return [target];
}

function toMethod(
  loaded: PackageDefinition,
  packageName: string,
  service: string,
  name: string,
  method: MethodDefinition<object, object>,
  target: ServiceTarget,
): ProtoMethod {
  const fields = fieldsOf(method.requestType.type);
  return {
    target,
    path: method.path,
    title: `${service.slice(service.lastIndexOf('.') + 1)}/${name} on ${target}`,
    isStream: method.responseStream,
    isCommand: fields.some((field) => field.name === 'request_id'),
    fieldNames: fields.map((field) => field.name),
    stringFields: stringFieldsOf(loaded, packageName, fields, []),
    serialize: (request) => method.requestSerialize(request),
    deserialize: (bytes) => method.responseDeserialize(bytes),
  };
}

function stringFieldsOf(
  loaded: PackageDefinition,
  packageName: string,
  fields: readonly FieldDescriptor[],
  prefix: readonly string[],
): StringField[] {
  return fields.flatMap(({ name, label, type, typeName }) => {
    const path = [...prefix, label === 'LABEL_REPEATED' ? `${name}[]` : name];
    if (type === 'TYPE_STRING') return [{ path, name }];
    if (type !== 'TYPE_MESSAGE') return [];
    return stringFieldsOf(loaded, packageName, fieldsOf(messageNamed(loaded, packageName, typeName)), path);
  });
}

/** Descriptors name a message of another package by the end of its name. */
function messageNamed(loaded: PackageDefinition, packageName: string, typeName: string): object {
  const name =
    `${packageName}.${typeName}` in loaded
      ? `${packageName}.${typeName}`
      : Object.keys(loaded).find((key) => key.endsWith(`.${typeName}`));
  const found = name === undefined ? undefined : loaded[name];
  if (found === undefined || !('type' in found)) throw new Error(`Expected a message ${typeName}, found none.`);
  return found.type;
}

function fieldsOf(descriptor: object): readonly FieldDescriptor[] {
  return (descriptor as { readonly field: readonly FieldDescriptor[] }).field;
}
