import { isJson } from './isJson.ts';
import { jsonTokens } from './jsonTokens.ts';

/**
 * JSON values written one after another, over many lines or on one, with the line of each beginning; undefined where it's anything
 * else. What is left of a last one that was cut off stands behind them.
 */
export function concatenatedJson(
  text: string,
): readonly { readonly line: number; readonly text: string }[] | undefined {
  const values: { line: number; text: string }[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  for (const { token, index } of jsonTokens(text)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else continue;
    if (depth !== 0) continue;
    const part = text.slice(start, index + 1);
    const value = part.replace(BETWEEN, '');
    line += linesIn(part.slice(0, part.length - value.length));
    if (!isJson(value)) return undefined;
    values.push({ line, text: value });
    line += linesIn(value);
    start = index + 1;
  }
  if (values.length === 0) return undefined;
  const rest = text.slice(start).replace(BETWEEN, '').trimEnd();
  return rest === '' ? values : [...values, { line, text: rest }];
}

const BETWEEN = /^[\s,]+/;

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
