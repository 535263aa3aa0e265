/**
 * What a question is called where it stays unanswered: its path or its kind, and whom or what it is about, without times. The same each
 * time that it is asked, so that its answer ends what its failure began.
 */
export function questionName(asked: string): string {
  const question = JSON.parse(asked) as Readonly<Record<string, unknown>>;
  const { coin, dex, path, type } = question;
  if (typeof path === 'string') return path.split('?')[0]!;
  return [type, coin, dex].filter((part) => typeof part === 'string' && part !== '').join('/');
}
