import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ApiFailure, invalidField } from '../domain/apiFailure.js';
import { BODY_BYTES_MAX, FIELD_CHARACTERS_MAX } from '../limits.js';

export const requiredText = z.string().min(1).max(FIELD_CHARACTERS_MAX);
export const optionalText = z.string().max(FIELD_CHARACTERS_MAX).default('');
/** A uint64 or a time in microseconds. */
export const optionalUint = z
  .string()
  .regex(/^\d{1,19}$/, 'a whole number')
  .transform((text) => BigInt(text))
  .refine((value) => value < 2n ** 63n, 'below 2^63')
  .optional();

/** Reads a query or a body; throws ApiFailure 400 naming the first field at fault. */
export function readFields<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.output<Schema> {
  const read = schema.safeParse(fields);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? issue?.path.map(String).join('.') ?? '';
  const named = field === '' ? 'the request' : `"${field.slice(0, 64)}"`;
  throw invalidField(field.slice(0, 64), `Expected ${named} to be right: ${issue?.message ?? 'it is not'}.`);
}

/** Reads a body of JSON; throws ApiFailure 413 when it is too long, 400 when it isn't JSON or not what was expected. */
export async function readBody<Schema extends z.ZodType>(
  schema: Schema,
  request: IncomingMessage,
): Promise<z.output<Schema>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) {
      const message = `Expected a body of at most ${BODY_BYTES_MAX} bytes, was more.`;
      throw new ApiFailure(413, 'INVALID_ARGUMENT', message, '', { connection: 'close' });
    }
    chunks.push(chunk);
  }
  return readFields(schema, parse(Buffer.concat(chunks)));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidField('', 'Expected a body of JSON in UTF-8, it can not be read as such.');
  }
}
