/** Longer names are cut: ids have at most 200 characters, and a line shows fewer. */
const NAME_CHARACTERS_MAX = 80;

/**
 * A name that comes from outside, as it can be shown among other words: what can't be seen, or turns the direction of what
 * follows it (Unicode's control and format characters), stands as a replacement character, and a long name is cut.
 */
export function outsideName(name: string, charactersMax = NAME_CHARACTERS_MAX): string {
  const shown = Array.from(name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD'));
  return shown.length <= charactersMax ? shown.join('') : `${shown.slice(0, charactersMax - 1).join('')}…`;
}
