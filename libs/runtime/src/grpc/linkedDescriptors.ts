import { createRequire } from 'node:module';
import type { PackageDefinition } from '@grpc/proto-loader';

interface FieldDescriptor {
  typeName?: string;
  oneofIndex?: number;
  proto3Optional?: boolean;
}

interface MessageDescriptor {
  readonly name: string;
  readonly field: FieldDescriptor[];
  readonly nestedType: MessageDescriptor[];
  readonly enumType: { readonly name: string }[];
  readonly oneofDecl: { readonly name: string }[];
}

interface FileDescriptor {
  readonly name: string;
  readonly package: string;
  readonly messageType: MessageDescriptor[];
  readonly enumType: { readonly name: string }[];
  readonly service: { readonly method: { readonly inputType: string; readonly outputType: string }[] }[];
  dependency: string[];
}

interface FileCodec {
  decode(bytes: Uint8Array): FileDescriptor;
  encode(file: FileDescriptor): { finish(): Uint8Array };
}

/** An own field with `hasOwnProperty`, since decoded messages inherit the defaults of what was not set. */
const isSet = (message: object, name: string): boolean => Object.hasOwn(message, name);

/**
 * The files of the loaded protos as a compiler would describe them. proto-loader leaves out which file imports which,
 * names types of other packages by the end of their name, and forgets which fields are `optional`: grpcurl guesses, Go's
 * descriptor library refuses, and then a client finds no service. Source: https://github.com/grpc/grpc-node/issues/2595
 */
export function linkedDescriptors(loaded: PackageDefinition): Buffer[] {
  const { FileDescriptorProto } = createRequire(import.meta.url)('protobufjs/ext/descriptor') as {
    FileDescriptorProto: FileCodec;
  };
  const files = new Map<string, FileDescriptor>();
  for (const { fileDescriptorProtos } of Object.values(loaded)) {
    for (const bytes of Array.isArray(fileDescriptorProtos) ? fileDescriptorProtos : []) {
      const file = FileDescriptorProto.decode(bytes);
      if (!files.has(file.name)) files.set(file.name, file);
    }
  }
  const fileOfType = new Map<string, string>();
  for (const file of files.values()) indexTypes(fileOfType, file, file.package, file.messageType, file.enumType);
  for (const file of files.values()) linkFile(fileOfType, file);
  return [...files.values()].map((file) => Buffer.from(FileDescriptorProto.encode(file).finish()));
}

function indexTypes(
  into: Map<string, string>,
  file: FileDescriptor,
  scope: string,
  messages: readonly MessageDescriptor[],
  enums: readonly { readonly name: string }[],
): void {
  for (const { name } of enums) into.set(`${scope}.${name}`, file.name);
  for (const message of messages) {
    const name = `${scope}.${message.name}`;
    into.set(name, file.name);
    indexTypes(into, file, name, message.nestedType, message.enumType);
  }
}

function linkFile(fileOfType: ReadonlyMap<string, string>, file: FileDescriptor): void {
  const imports = new Set<string>();
  const refer = (reference: string, scope: string): string => {
    const name = fullName(fileOfType, reference, scope);
    imports.add(fileOfType.get(name)!);
    return `.${name}`;
  };
  const linkMessages = (messages: readonly MessageDescriptor[], scope: string): void => {
    for (const message of messages) {
      const name = `${scope}.${message.name}`;
      for (const field of message.field) {
        if (isSet(field, 'typeName') && field.typeName !== '') field.typeName = refer(field.typeName!, name);
        // An optional field stands alone in a oneof that the parser made up. Source: protobuf's implementing_proto3_presence.md
        if (isSet(field, 'oneofIndex') && message.oneofDecl[field.oneofIndex!]!.name.startsWith('_'))
          field.proto3Optional = true;
      }
      linkMessages(message.nestedType, name);
    }
  };
  linkMessages(file.messageType, file.package);
  for (const { method } of file.service) {
    for (const { inputType, outputType } of method)
      [inputType, outputType].forEach((type) => refer(type, file.package));
  }
  imports.delete(file.name);
  file.dependency = [...imports].sort();
}

/** Looks outwards from the scope, as the language does. */
function fullName(fileOfType: ReadonlyMap<string, string>, reference: string, from: string): string {
  if (reference.startsWith('.')) return reference.slice(1);
  for (let scope = from; scope !== ''; scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')))) {
    if (fileOfType.has(`${scope}.${reference}`)) return `${scope}.${reference}`;
  }
  if (fileOfType.has(reference)) return reference;
  throw new Error(`Expected a type ${reference} around ${from}, found none.`);
}
