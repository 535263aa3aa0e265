import type { PlainRequest, ProtoMethod, StringField } from './protoMethods.ts';

/** Values that are right for a field of this name, whatever the method. */
export type FieldValues = Readonly<Record<string, unknown>>;

/** The request whose fields have the values known for their names; the others stay at their defaults. */
export function requestOf(method: ProtoMethod, values: FieldValues): PlainRequest {
  return Object.fromEntries(
    method.fieldNames.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]),
  );
}

/** The request with one string field set to `value`, and everything around it kept. */
export function withField(request: PlainRequest, { path }: StringField, value: string): PlainRequest {
  return setAt(request, path, value);
}

function setAt(within: PlainRequest, [step, ...rest]: readonly string[], value: string): PlainRequest {
  const isList = step!.endsWith('[]');
  const name = isList ? step!.slice(0, -2) : step!;
  const held = isList ? (within[name] as readonly unknown[] | undefined)?.[0] : within[name];
  const set = rest.length === 0 ? value : setAt((held ?? {}) as PlainRequest, rest, value);
  return { ...within, [name]: isList ? [set] : set };
}
