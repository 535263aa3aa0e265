import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { decodeStatusDetails, encodeStatusDetails } from './statusDetails.js';

interface ProtobufType {
  decode(bytes: Uint8Array): Record<string, unknown>;
  encode(value: object): { finish(): Uint8Array };
}
// protobufjs is the other implementation here: it reads google.rpc by the published field numbers.
const protobuf = createRequire(import.meta.url)('protobufjs') as {
  parse(source: string): { root: { lookupType(name: string): ProtobufType } };
};
const { root } = protobuf.parse(`syntax = "proto3"; package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message BadRequest { message FieldViolation { string field = 1; string description = 2; string reason = 3; }
    repeated FieldViolation field_violations = 1; }
  message RetryInfo { string retry_delay = 1; }`);
const Status = root.lookupType('google.rpc.Status');
const BadRequest = root.lookupType('google.rpc.BadRequest');

const details = {
  code: 3,
  message: 'Expected a quantity, was "".',
  fieldViolations: [
    { field: 'quantity', description: 'Expected a quantity, was "".' },
    { field: 'price', description: 'Expected a price above 0, was -1. ½' },
  ],
};

describe('statusDetails', () => {
  it('writes what another implementation reads', () => {
    const read = Status.decode(encodeStatusDetails(details)) as {
      code: number;
      message: string;
      details: { typeUrl: string; value: Buffer }[];
    };
    expect(read).toMatchObject({ code: 3, message: details.message });
    expect(read.details[0]!.typeUrl).toBe('type.googleapis.com/google.rpc.BadRequest');
    expect(BadRequest.decode(read.details[0]!.value)['fieldViolations']).toMatchObject(details.fieldViolations);
  });

  it('reads what another implementation writes, and passes over details that it does not know', () => {
    const badRequest = { fieldViolations: [{ ...details.fieldViolations[0]!, reason: 'EMPTY' }] };
    const bytes = Status.encode({
      code: 3,
      message: 'no',
      details: [
        { typeUrl: 'type.googleapis.com/google.rpc.RetryInfo', value: Buffer.from([10, 1, 65]) },
        { typeUrl: 'type.googleapis.com/google.rpc.BadRequest', value: BadRequest.encode(badRequest).finish() },
      ],
    }).finish();
    expect(decodeStatusDetails(bytes)).toEqual({
      code: 3,
      message: 'no',
      fieldViolations: [details.fieldViolations[0]],
    });
  });
});
