import { structureOf } from './jsonStructure.js';

/** An answer was cut off, since it held more values than one may. */
export class TooManyValuesError extends Error {
  override readonly name = 'TooManyValuesError';

  constructor(readonly valuesMax: number) {
    super(`Expected at most ${valuesMax} values, were more.`);
  }
}

/** A fetch whose bodies break off where they hold more than `valuesMax` values, before anybody parses them. */
export function boundedFetch(
  valuesMax: number,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { body, headers, status, statusText } = response;
    return body === null
      ? response
      : new Response(body.pipeThrough(counted(valuesMax)), { headers, status, statusText });
  };
}

function counted(valuesMax: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let values = 0;
  return new TransformStream({
    transform(chunk, controller) {
      values += structureOf(chunk);
      if (values > valuesMax) controller.error(new TooManyValuesError(valuesMax));
      else controller.enqueue(chunk);
    },
  });
}
