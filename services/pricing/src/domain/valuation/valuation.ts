import type { Failure, RowValues } from '../frame/marksFrame.js';

/**
 * What a valuation gives: the row's values, or why the instrument itself has none (it expired). Undefined when an input
 * is missing, which the inputs have noted.
 */
export type Valuation =
  | { readonly kind: 'valued'; readonly values: RowValues; readonly note?: Failure | undefined }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | undefined;
