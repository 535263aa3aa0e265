import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { Metadata } from '@grpc/grpc-js';
import type { FieldViolation } from './rpcFailure.js';

/** The trailer that carries a google.rpc.Status. Source: https://grpc.io/docs/guides/error/ (richer error model). */
export const STATUS_DETAILS_TRAILER = 'grpc-status-details-bin';

const BAD_REQUEST_TYPE = 'type.googleapis.com/google.rpc.BadRequest';

export interface StatusDetails {
  readonly code: number;
  readonly message: string;
  readonly fieldViolations: readonly FieldViolation[];
}

/**
 * google.rpc.Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3 } with one
 * google.rpc.BadRequest { repeated FieldViolation { string field = 1; string description = 2 } = 1 }.
 * Source: https://github.com/googleapis/googleapis/blob/master/google/rpc/{status,error_details}.proto
 */
export function encodeStatusDetails(details: StatusDetails): Buffer {
  const badRequest = new BinaryWriter();
  for (const { field, description } of details.fieldViolations) {
    badRequest.uint32(10).fork().uint32(10).string(field).uint32(18).string(description).join();
  }
  const writer = new BinaryWriter().uint32(8).int32(details.code).uint32(18).string(details.message);
  writer.uint32(26).fork().uint32(10).string(BAD_REQUEST_TYPE).uint32(18).bytes(badRequest.finish()).join();
  return Buffer.from(writer.finish());
}

/** Reads the details of a failed call; undefined when the server sent none. Details of other types are passed over. */
export function statusDetailsOf(failure: { readonly metadata?: Metadata }): StatusDetails | undefined {
  const trailer = failure.metadata?.get(STATUS_DETAILS_TRAILER)[0];
  return trailer instanceof Buffer ? decodeStatusDetails(trailer) : undefined;
}

export function decodeStatusDetails(bytes: Uint8Array): StatusDetails {
  const fieldViolations: FieldViolation[] = [];
  let code = 0;
  let message = '';
  forEachField(bytes, (field, reader) => {
    if (field === 1) code = reader.int32();
    else if (field === 2) message = reader.string();
    else if (field === 3) fieldViolations.push(...decodeAny(reader.bytes()));
    else return false;
    return true;
  });
  return { code, message, fieldViolations };
}

function decodeAny(bytes: Uint8Array): FieldViolation[] {
  let type = '';
  let value: Uint8Array = new Uint8Array();
  forEachField(bytes, (field, reader) => {
    if (field === 1) type = reader.string();
    else if (field === 2) value = reader.bytes();
    else return false;
    return true;
  });
  const violations: FieldViolation[] = [];
  if (type !== BAD_REQUEST_TYPE) return violations;
  forEachField(value, (field, reader) => {
    if (field !== 1) return false;
    violations.push(decodeViolation(reader.bytes()));
    return true;
  });
  return violations;
}

function decodeViolation(bytes: Uint8Array): FieldViolation {
  const violation = { field: '', description: '' };
  forEachField(bytes, (field, reader) => {
    if (field === 1) violation.field = reader.string();
    else if (field === 2) violation.description = reader.string();
    else return false;
    return true;
  });
  return violation;
}

/** Calls back with each field number; a field that the callback does not read is skipped. */
function forEachField(bytes: Uint8Array, read: (field: number, reader: BinaryReader) => boolean): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!read(field, reader)) reader.skip(wireType);
  }
}
