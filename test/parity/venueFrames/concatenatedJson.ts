import { isJson } from './isJson.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/** JSON values written one after another over many lines, with the line of each beginning; undefined where it's anything else. */
export function concatenatedJson(
  text: string,
): readonly { readonly line: number; readonly text: string }[] | undefined {
  const values: { line: number; text: string }[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else continue;
    if (depth !== 0) continue;
    const part = text.slice(start, index + 1);
    const value = part.trimStart();
    line += linesIn(part.slice(0, part.length - value.length));
    if (!isJson(value)) return undefined;
    values.push({ line, text: value });
    line += linesIn(value);
    start = index + 1;
  }
  return depth === 0 && text.slice(start).trim() === '' && values.length > 0 ? values : undefined;
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
