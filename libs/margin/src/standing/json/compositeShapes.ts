import { type FieldShapes, type OptionalShape, type Shape, type ShapeResult, shown, wrongType } from './shape.js';

type Json = Readonly<Record<string, unknown>>;

/** An object with these fields and no other. */
export function object<Value>(fields: FieldShapes<Value>): Shape<Value> {
  const shapes = Object.entries(fields) as readonly [string, Shape<unknown> | OptionalShape<unknown>][];
  const names = new Set(shapes.map(([name]) => name));
  return {
    read: (json, field) => {
      if (!isObject(json)) return wrongType(field, 'an object', json);
      const unknown = Object.keys(json).find((name) => !names.has(name));
      if (unknown !== undefined) return refused('UnknownField', within(field, unknown), 'no such field', json[unknown]);
      const read: [string, unknown][] = [];
      for (const [name, shape] of shapes) {
        const isThere = Object.hasOwn(json, name);
        if (!isThere && 'optional' in shape) continue;
        if (!isThere) return refused('MissingField', within(field, name), 'a value', undefined);
        const value = ('optional' in shape ? shape.optional : shape).read(json[name], within(field, name));
        if (!value.ok) return value;
        read.push([name, value.value]);
      }
      return { ok: true, value: Object.fromEntries(read) as Value };
    },
    write: (value) => {
      const written: [string, unknown][] = [];
      for (const [name, shape] of shapes) {
        const part = (value as Json)[name];
        if (part === undefined) continue;
        written.push([name, ('optional' in shape ? shape.optional : shape).write(part)]);
      }
      return Object.fromEntries(written);
    },
  };
}

export function listOf<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  return {
    read: (json, field) => {
      if (!Array.isArray(json)) return wrongType(field, 'a list', json);
      const values: Value[] = [];
      for (const [place, item] of (json as readonly unknown[]).entries()) {
        const value = shape.read(item, `${field}[${place}]`);
        if (!value.ok) return value;
        values.push(value.value);
      }
      return { ok: true, value: values };
    },
    write: (values) => values.map((value) => shape.write(value)),
  };
}

/** Values by name; written in the order of their names. */
export function recordOf<Value>(shape: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return {
    read: (json, field) => {
      if (!isObject(json)) return wrongType(field, 'an object', json);
      const values: [string, Value][] = [];
      for (const [name, item] of Object.entries(json)) {
        const value = shape.read(item, within(field, name));
        if (!value.ok) return value;
        values.push([name, value.value]);
      }
      return { ok: true, value: Object.fromEntries(values) };
    },
    write: (value) =>
      Object.fromEntries(
        Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, item]) => [name, shape.write(item)]),
      ),
  };
}

/** One of several objects, told apart by the word in their field `kind`. */
export function byKind<Value extends { readonly kind: string }>(shapes: {
  readonly [Kind in Value['kind']]: Shape<Extract<Value, { readonly kind: Kind }>>;
}): Shape<Value> {
  const known = shapes as unknown as Readonly<Record<string, Shape<Value>>>;
  const words = Object.keys(shapes);
  return {
    read: (json, field) => {
      if (!isObject(json)) return wrongType(field, 'an object', json);
      const { kind } = json;
      if (typeof kind !== 'string' || !words.includes(kind)) {
        return wrongType(within(field, 'kind'), words.join(' or '), kind);
      }
      return known[kind]!.read(json, field);
    },
    write: (value) => known[value.kind]!.write(value),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function within(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

function refused(
  code: 'UnknownField' | 'MissingField',
  field: string,
  expected: string,
  found: unknown,
): ShapeResult<never> {
  return { ok: false, failure: { code, field, expected, found: shown(found) } };
}
